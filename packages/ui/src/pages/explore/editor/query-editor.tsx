import type { QueryFinding } from '@telltale/station/contract';
import type { JSX, RefObject } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { useStation } from '../../../data/station-context.ts';
import { CompletionList, optionId } from './completion/completion-list.tsx';
import type { Completion, Offer } from './completion/use-completion.ts';
import { useCompletion } from './completion/use-completion.ts';
import './editor.css';
import { beforeInput, pressKey } from './editor-keys.ts';
import { FindingTip } from './findings/finding-tip.tsx';
import type { FindingTipState } from './findings/use-finding-tip.ts';
import { useFindingTip, useStandingFindings } from './findings/use-finding-tip.ts';
import type { PromqlClient } from './promql-client.ts';
import { createPromqlClient } from './promql-client.ts';
import { QueryOverlay } from './overlay/query-overlay.tsx';
import type { Signature } from './signature-line.tsx';
import { SignatureLine, useSignature } from './signature-line.tsx';
import { bracketsAt, piecesOf } from './syntax/pieces.ts';
import { useCaret, useFieldText } from './writing/use-field.ts';

/** What an editor shows. */
export interface QueryEditorProps {
  readonly text: string;
  readonly label: string;
  readonly findings: readonly QueryFinding[];
  /** Whether it is to take the focus; it tells when it has it. */
  readonly wantsFocus: boolean;
  readonly onFocus: () => void;
  readonly onText: (text: string) => void;
  readonly onRun: () => void;
}

/**
 * A query as it is written: the browser's own field, with its undo, its input methods and its ways of being read
 * out. What is seen of the text lies below it; what can come next, how a function is called and what is wrong are
 * shown around it.
 */
export function QueryEditor(props: QueryEditorProps): JSX.Element {
  const id = useId();
  const editor = useEditor(props);
  const { overlay, tip, completion, signature } = editor;
  const { offer } = completion;
  return (
    <div class="query-editor" onFocusIn={props.onFocus}>
      <div class="query-scroll">
        <QueryOverlay
          element={overlay}
          text={editor.text}
          findings={editor.findings}
          brackets={editor.brackets}
        />
        <QueryField id={id} editor={editor} {...props} />
      </div>
      {signature && <SignatureLine id={`${id}-call`} signature={signature} />}
      {offer && <CompletionList id={`${id}-list`} offer={offer} completion={completion} overlay={overlay} />}
      {tip.finding && !offer && <FindingTip id={`${id}-tip`} finding={tip.finding} overlay={overlay} />}
      <p class="visually-hidden" role="status">
        {offer === undefined ? tip.finding?.message : wordsOf(offer)}
      </p>
    </div>
  );
}

/** What an editor is made of while it is there. */
interface Editor {
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly overlay: RefObject<HTMLPreElement | null>;
  readonly text: string;
  readonly findings: readonly QueryFinding[];
  readonly brackets: readonly number[];
  readonly completion: Completion;
  readonly tip: FindingTipState;
  readonly signature: Signature | undefined;
  /** Hides what is told until there is something else to tell; whether there was anything. */
  readonly hide: () => boolean;
}

function useEditor(props: QueryEditorProps): Editor {
  const field = useRef<HTMLTextAreaElement>(null);
  const overlay = useRef<HTMLPreElement>(null);
  const client = usePromqlClient();
  // A field knows no other ends of lines.
  const text = props.text.replaceAll(/\r\n?/g, '\n');
  useFieldText(field, text, props.wantsFocus);
  useWantedFocus(field, props);
  const caret = useCaret(field);
  const findings = useStandingFindings(props.findings, text);
  const brackets = useBrackets(text, caret);
  const tip = useFindingTip(field, overlay, findings);
  const completion = useCompletion(field, client);
  useEffect(() => {
    // The caret went elsewhere, not by writing.
    if (completion.offer !== undefined && completion.offer.caret !== caret) completion.close();
  }, [caret]);
  const called = useSignature(client, text, caret);
  const [isHidden, setHidden] = useState(false);
  useEffect(() => setHidden(false), [called?.called.name]);
  const signature = isHidden ? undefined : called;
  const hide = (): boolean => {
    setHidden(true);
    return tip.finding !== undefined || signature !== undefined;
  };
  return { field, overlay, text, findings, brackets, completion, tip, signature, hide };
}

/** The field that is written in. It may not be called a combobox, having several lines; its properties say as much. */
function QueryField(props: QueryEditorProps & { readonly id: string; readonly editor: Editor }): JSX.Element {
  const { id, editor } = props;
  const { completion, tip, signature, findings, hide } = editor;
  const { offer } = completion;
  const told = [tip.finding && `${id}-tip`, signature && `${id}-call`].filter(Boolean).join(' ');
  return (
    <textarea
      ref={editor.field}
      class="query-field"
      rows={1}
      aria-label={props.label}
      aria-autocomplete="list"
      aria-haspopup="listbox"
      aria-controls={offer && `${id}-list`}
      aria-activedescendant={offer && optionId(`${id}-list`, offer.selected)}
      aria-describedby={told === '' ? undefined : told}
      aria-invalid={findings.some(({ severity }) => severity === 'error')}
      placeholder="PromQL, such as sum by (job) (up)"
      spellcheck={false}
      autocapitalize="off"
      autocomplete="off"
      onBeforeInput={(event) => {
        // Only now the caret is where it stays.
        if (beforeInput(event)) completion.update(false);
      }}
      onInput={(event) => {
        props.onText(event.currentTarget.value);
        tip.close();
        // What an input method has not settled on yet is no word.
        if (!event.isComposing) completion.update(false);
      }}
      onKeyDown={(event) => {
        pressKey(event, { completion, tip, run: props.onRun, hide });
        if (event.key !== 'F8' && event.key !== 'Shift') tip.close();
      }}
      onCompositionEnd={() => completion.update(false)}
      onBlur={() => {
        completion.close();
        tip.close();
      }}
      onPointerMove={(event) => tip.pointAt(event.clientX, event.clientY)}
      onPointerLeave={tip.close}
    />
  );
}

function wordsOf({ candidates }: Offer): string {
  return candidates.length === 1 ? '1 completion' : `${candidates.length} completions`;
}

function usePromqlClient(): PromqlClient {
  const { api, nowMs } = useStation();
  const client = useMemo(() => createPromqlClient(api.explore, nowMs), [api, nowMs]);
  useEffect(() => client.destroy, [client]);
  return client;
}

function useWantedFocus(
  field: { readonly current: HTMLTextAreaElement | null },
  { wantsFocus, onFocus }: QueryEditorProps,
): void {
  useEffect(() => {
    if (!wantsFocus) return;
    field.current?.focus();
    onFocus();
  }, [wantsFocus]);
}

const NONE: readonly number[] = [];

function useBrackets(text: string, caret: number | undefined): readonly number[] {
  return useMemo(() => {
    const brackets = caret === undefined ? NONE : bracketsAt(piecesOf(text), caret);
    return brackets.length === 0 ? NONE : brackets;
  }, [text, caret]);
}
