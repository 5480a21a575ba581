import type { RefObject } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import type { PromqlClient } from '../promql-client.ts';
import type { CompletionContext } from '../syntax/completion-context.ts';
import { completionContext, opensByItself } from '../syntax/completion-context.ts';
import { applyEdit } from '../writing/apply-edit.ts';
import { editedText } from '../writing/text-edit.ts';
import type { Candidate } from './candidates.ts';
import { candidatesFor, rankCandidates } from './candidates.ts';
import type { CompletionEdit } from './completion-edit.ts';
import { completionEdit } from './completion-edit.ts';

/** What is offered now. */
export interface Offer {
  readonly context: CompletionContext;
  /** Where the caret was when it was offered. */
  readonly caret: number;
  readonly candidates: readonly Candidate[];
  readonly selected: number;
}

/** What is offered at the caret of a field, and what can be done with it. */
export interface Completion {
  readonly offer: Offer | undefined;
  /** Offers what can stand at the caret; unless it is asked for, only where something was begun. */
  readonly update: (isAsked: boolean) => void;
  readonly select: (index: number) => void;
  /** Writes what is selected, or what has this number. */
  readonly accept: (index?: number) => void;
  /** Whether writing what is selected would change anything but the caret. */
  readonly changesText: () => boolean;
  readonly close: () => void;
}

/** Completes what is written in a field. */
export function useCompletion(
  field: RefObject<HTMLTextAreaElement | null>,
  client: PromqlClient,
): Completion {
  const [offer, setOffer] = useState<Offer | undefined>(undefined);
  const newest = useRef(offer);
  newest.current = offer;
  const turn = useRef(0);
  const actions = useMemo(() => {
    const close = (): void => {
      turn.current++;
      setOffer(undefined);
    };
    const show = async (context: CompletionContext, caret: number): Promise<void> => {
      const own = ++turn.current;
      // What is offered for the same place stays until there is better; its edit is that of the newest text.
      setOffer((before) =>
        isSamePlace(before?.context, context) ? { ...before!, context, caret } : undefined,
      );
      const all = await candidatesFor(context, client);
      if (own !== turn.current || field.current?.selectionStart !== caret) return;
      const candidates = rankCandidates(context.typed, all);
      setOffer(candidates.length === 0 ? undefined : { context, caret, candidates, selected: 0 });
    };
    const update = (isAsked: boolean): void => {
      const it = field.current;
      if (it === null) return;
      const { value, selectionStart, selectionEnd } = it;
      const context = selectionStart === selectionEnd ? completionContext(value, selectionStart) : undefined;
      if (context === undefined || (!isAsked && !opensByItself(context))) close();
      else void show(context, selectionStart);
    };
    return {
      update,
      close,
      select: (selected: number) => setOffer((before) => before && { ...before, selected }),
      accept: (index?: number) => {
        const edit = editOf(field.current?.value, newest.current, index);
        if (field.current === null || edit === undefined) return;
        applyEdit(field.current, edit);
        // What was written has opened a list of its own.
        if (edit.isContinued) update(true);
        else close();
      },
      changesText: () => {
        const text = field.current?.value ?? '';
        const edit = editOf(text, newest.current);
        return edit !== undefined && editedText(text, edit) !== text;
      },
    };
  }, [field, client]);
  return { offer, ...actions };
}

function editOf(
  text: string | undefined,
  offer: Offer | undefined,
  index = offer?.selected,
): CompletionEdit | undefined {
  const chosen = offer?.candidates[index ?? 0];
  if (text === undefined || offer === undefined || chosen === undefined) return undefined;
  return completionEdit(text, offer.context, chosen);
}

function isSamePlace(before: CompletionContext | undefined, now: CompletionContext): boolean {
  return before?.kind === now.kind && before.from === now.from;
}
