import type { QueryFinding } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useStation } from '../../../data/station-context.ts';
import type { EditorEvents, EditorHandle } from './editor-handle.ts';

const HINT = 'PromQL, such as sum by (job) (up)';

/** What an editor shows. */
export interface QueryEditorProps extends EditorEvents {
  readonly text: string;
  readonly label: string;
  readonly findings: readonly QueryFinding[];
  /** Whether it is to take the focus; it tells when it has it. */
  readonly wantsFocus: boolean;
  readonly onFocus: () => void;
}

/**
 * A query as it is written. A plain field that works at once; as soon as the rich editor is loaded it takes its
 * place, with the text, the focus and the cursor as they are.
 */
export function QueryEditor(props: QueryEditorProps): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const editor = useRichEditor(place, field, props);
  useEffect(() => {
    if (!props.wantsFocus) return;
    if (editor === undefined) field.current?.focus();
    else editor.focus();
    props.onFocus();
    // Not when the editor comes: it takes the focus over from the field.
  }, [props.wantsFocus]);
  return (
    <div class="query-editor" onFocusIn={props.onFocus}>
      <div ref={place} class="query-editor-rich" hidden={editor === undefined} />
      {editor === undefined && (
        <textarea
          ref={field}
          class="query-field"
          rows={Math.max(1, props.text.split('\n').length)}
          aria-label={props.label}
          placeholder={HINT}
          spellcheck={false}
          autocapitalize="off"
          value={props.text}
          onInput={(event) => props.onText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            props.onRun();
          }}
        />
      )}
    </div>
  );
}

function useRichEditor(
  place: { readonly current: HTMLDivElement | null },
  field: { readonly current: HTMLTextAreaElement | null },
  props: QueryEditorProps,
): EditorHandle | undefined {
  const { api, nowMs } = useStation();
  const [editor, setEditor] = useState<EditorHandle | undefined>(undefined);
  const newest = useRef(props);
  newest.current = props;
  useEffect(() => {
    let isGone = false;
    let made: EditorHandle | undefined;
    const start = async (): Promise<void> => {
      const { createRichEditor } = await import('./rich-editor.ts');
      if (isGone || place.current === null) return;
      const host = document.createElement('div');
      place.current.hidden = false;
      place.current.append(host);
      made = createRichEditor(host, {
        text: newest.current.text,
        label: newest.current.label,
        hint: HINT,
        selection: selectionOf(field.current),
        api: api.explore,
        nowMs,
        onText: (text) => newest.current.onText(text),
        onRun: () => newest.current.onRun(),
      });
      setEditor(made);
    };
    // Where the editor cannot be loaded the field stays.
    start().catch(() => undefined);
    return () => {
      isGone = true;
      made?.destroy();
    };
  }, []);
  useLayoutEffect(() => editor?.setText(props.text), [editor, props.text]);
  useEffect(() => editor?.setFindings(props.findings), [editor, props.findings]);
  return editor;
}

function selectionOf(
  field: HTMLTextAreaElement | null,
): { readonly from: number; readonly to: number } | undefined {
  if (field === null || document.activeElement !== field) return undefined;
  return { from: field.selectionStart, to: field.selectionEnd };
}
