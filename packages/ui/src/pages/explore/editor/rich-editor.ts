import {
  acceptCompletion,
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
} from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, insertNewlineAndIndent } from '@codemirror/commands';
import { bracketMatching } from '@codemirror/language';
import type { Diagnostic } from '@codemirror/lint';
import { nextDiagnostic, setDiagnostics } from '@codemirror/lint';
import { EditorState } from '@codemirror/state';
import { EditorView, drawSelection, keymap, placeholder } from '@codemirror/view';
import { PromQLExtension } from '@prometheus-io/codemirror-promql';
import type { QueryFinding } from '@telltale/station/contract';
import type { ExploreApi } from '../../../data/api/explore-api.ts';
import type { EditorEvents, EditorHandle } from './editor-handle.ts';
import { editorTheme } from './editor-theme.ts';
import { createPromqlClient } from './promql-client.ts';

/** What a rich editor begins with. */
export interface RichEditorOptions extends EditorEvents {
  readonly text: string;
  readonly label: string;
  readonly hint: string;
  /** Characters that are selected at first; `undefined` leaves the focus where it is. */
  readonly selection: { readonly from: number; readonly to: number } | undefined;
  readonly api: ExploreApi;
  readonly nowMs: () => number;
}

/**
 * Makes an editor inside an element. It lives in a shadow root: there its styles are sheets that the document
 * adopts, which a strict Content-Security-Policy allows without exception.
 */
export function createRichEditor(host: HTMLElement, options: RichEditorOptions): EditorHandle {
  const root = host.attachShadow({ mode: 'open', delegatesFocus: true });
  const promql = new PromQLExtension()
    .setComplete({ remote: createPromqlClient(options.api, options.nowMs) })
    // The station's checker says the same, and more.
    .activateLinter(false);
  let isTold = false;
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: options.text,
      extensions: [
        keys(options.onRun),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ icons: false }),
        promql.asExtension(),
        editorTheme,
        placeholder(options.hint),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ 'aria-label': options.label }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged && !isTold) options.onText(state.doc.toString());
        }),
      ],
    }),
  });
  if (options.selection !== undefined) {
    view.dispatch({ selection: { anchor: options.selection.from, head: options.selection.to } });
    view.focus();
  }
  return {
    setText: (text) => {
      if (text === view.state.doc.toString()) return;
      isTold = true;
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        selection: { anchor: text.length },
      });
      isTold = false;
    },
    setFindings: (findings) => {
      const { length } = view.state.doc;
      view.dispatch(
        setDiagnostics(
          view.state,
          findings.map((finding) => diagnosticOf(finding, length)),
        ),
      );
    },
    focus: () => view.focus(),
    destroy: () => {
      view.destroy();
      promql.destroy();
    },
  };
}

/** Tab leaves the editor, unless it takes what is offered. */
function keys(run: () => void): ReturnType<typeof keymap.of> {
  const runNow = (): boolean => {
    run();
    return true;
  };
  return keymap.of([
    { key: 'Enter', run: runNow },
    { key: 'Mod-Enter', run: runNow },
    { key: 'Shift-Enter', run: insertNewlineAndIndent },
    { key: 'Tab', run: acceptCompletion },
    { key: 'F8', run: nextDiagnostic },
    ...closeBracketsKeymap,
    ...historyKeymap,
    ...defaultKeymap,
  ]);
}

/** The text may have changed since it was checked. */
function diagnosticOf({ from, to, severity, rule, message, fix }: QueryFinding, length: number): Diagnostic {
  const start = Math.min(from, length);
  return {
    from: start,
    to: Math.max(start, Math.min(to, length)),
    severity,
    source: rule,
    message: fix === '' ? message : `${message}\n${fix}`,
  };
}
