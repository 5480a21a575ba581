import type { TargetedEvent, TargetedKeyboardEvent } from 'preact';
import type { Completion } from './completion/use-completion.ts';
import type { FindingTipState } from './findings/use-finding-tip.ts';
import { applyEdit } from './writing/apply-edit.ts';
import type { Selected } from './writing/typing-aids.ts';
import { commentEdit, erasedEdit, newLineEdit, typedEdit } from './writing/typing-aids.ts';

/** What keys of an editor work on. */
export interface KeyTargets {
  readonly completion: Completion;
  readonly tip: FindingTipState;
  readonly run: () => void;
  /** Hides what else is shown at the caret; whether there was anything. */
  readonly hide: () => boolean;
}

type KeyEvent = TargetedKeyboardEvent<HTMLTextAreaElement>;

/** Does what a key means in the editor; keys that it has nothing for are left to the field. */
export function pressKey(event: KeyEvent, targets: KeyTargets): void {
  // Keys that choose what an input method writes are its own.
  if (event.isComposing) return;
  if (pressInList(event, targets.completion) || pressInText(event, targets)) event.preventDefault();
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };

function pressInList({ key, shiftKey, ctrlKey, metaKey, altKey }: KeyEvent, completion: Completion): boolean {
  const { offer } = completion;
  if (offer === undefined || shiftKey || ctrlKey || metaKey || altKey) return false;
  const { length } = offer.candidates;
  if (Object.hasOwn(STEPS, key)) {
    const to = offer.selected + STEPS[key];
    // One step goes around, many stop at the ends.
    const isOne = Math.abs(STEPS[key]) === 1;
    completion.select(isOne ? (to + length) % length : Math.max(0, Math.min(length - 1, to)));
    return true;
  }
  if (key === 'Escape') completion.close();
  else if (key === 'Tab') completion.accept();
  // Who wrote it in full means to run it.
  else if (key === 'Enter' && completion.changesText()) completion.accept();
  else return false;
  return true;
}

function pressInText(event: KeyEvent, { completion, tip, run, hide }: KeyTargets): boolean {
  const { key, shiftKey, ctrlKey, metaKey, currentTarget: field } = event;
  const isMod = ctrlKey || metaKey;
  if (key === 'F8') tip.step(shiftKey ? -1 : 1);
  else if (key === ' ' && ctrlKey) completion.update(true);
  else if (key === 'Enter' && shiftKey && !isMod) applyEdit(field, newLineEdit(selectedIn(field)));
  else if (key === 'Enter') {
    completion.close();
    run();
  } else if (key === '/' && isMod) applyEdit(field, commentEdit(selectedIn(field)));
  else if (key === 'Escape') return hide();
  else return false;
  return true;
}

/** Brackets and quotes come in pairs, and go in pairs. Whether what was typed was one. */
export function beforeInput(event: TargetedEvent<HTMLTextAreaElement, InputEvent>): boolean {
  if (event.isComposing) return false;
  const { inputType, data, currentTarget: field } = event;
  const edit =
    inputType === 'insertText'
      ? typedEdit(selectedIn(field), data ?? '')
      : inputType === 'deleteContentBackward'
        ? erasedEdit(selectedIn(field))
        : undefined;
  if (edit === undefined) return false;
  event.preventDefault();
  applyEdit(field, edit);
  return true;
}

function selectedIn({ value, selectionStart, selectionEnd }: HTMLTextAreaElement): Selected {
  return { text: value, from: selectionStart, to: selectionEnd };
}
