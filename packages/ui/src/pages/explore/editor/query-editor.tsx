import type { QueryFinding } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { useStation } from '../../../data/station-context.ts';
import { CompletionList, optionId } from './completion/completion-list.tsx';
import type { Offer } from './completion/use-completion.ts';
import { useCompletion } from './completion/use-completion.ts';
import './editor.css';
import { beforeInput, pressKey } from './editor-keys.ts';
import { FindingTip } from './findings/finding-tip.tsx';
import { useFindingTip, useStandingFindings } from './findings/use-finding-tip.ts';
import type { PromqlClient } from './promql-client.ts';
import { createPromqlClient } from './promql-client.ts';
import { QueryOverlay } from './query-overlay.tsx';
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
  const field = useRef<HTMLTextAreaElement>(null);
  const overlay = useRef<HTMLPreElement>(null);
  const id = useId();
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
  const { offer } = completion;
  const [isHidden, setHidden] = useState(false);
  const called = useSignature(client, text, caret);
  useEffect(() => setHidden(false), [called?.called.name]);
  const signature = isHidden ? undefined : called;
  useEffect(() => {
    // The caret went elsewhere, not by writing.
    if (offer !== undefined && offer.caret !== caret) completion.close();
  }, [caret]);
  const hide = (): boolean => {
    const isAnything = tip.finding !== undefined || signature !== undefined;
    setHidden(true);
    return isAnything;
  };
  return (
    <div class="query-editor" onFocusIn={props.onFocus}>
      <div class="query-scroll">
        <QueryOverlay element={overlay} text={text} findings={findings} brackets={brackets} />
        <textarea
          ref={field}
          class="query-field"
          rows={1}
          aria-label={props.label}
          // A field of several lines may not be called a combobox; this says as much.
          aria-autocomplete="list"
          aria-haspopup="listbox"
          aria-controls={offer && `${id}-list`}
          aria-activedescendant={offer && optionId(`${id}-list`, offer.selected)}
          aria-describedby={
            [tip.finding && `${id}-tip`, signature && `${id}-call`].filter(Boolean).join(' ') || undefined
          }
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
