import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { applyEdit } from './apply-edit.ts';

/**
 * Keeps a field at a text that also comes from elsewhere. The field is not told what it holds already, and where it
 * has the focus another text comes as an edit, so that its undo stays.
 */
export function useFieldText(
  field: RefObject<HTMLTextAreaElement | null>,
  text: string,
  wantsFocus: boolean,
): void {
  useLayoutEffect(() => {
    const it = field.current;
    if (it === null || it.value === text) return;
    if (it.value !== '' && (wantsFocus || document.activeElement === it)) {
      const caret = { from: text.length, to: text.length };
      applyEdit(it, { from: 0, to: it.value.length, insert: text, select: caret });
    } else {
      it.value = text;
    }
  }, [field, text, wantsFocus]);
}

/** Where the caret of a field is; `undefined` while it has none: without the focus, or where something is selected. */
export function useCaret(field: RefObject<HTMLTextAreaElement | null>): number | undefined {
  const [caret, setCaret] = useState<number | undefined>(undefined);
  useEffect(() => {
    const it = field.current;
    if (it === null) return;
    const read = (): void => {
      const hasCaret = document.activeElement === it && it.selectionStart === it.selectionEnd;
      setCaret(hasCaret ? it.selectionStart : undefined);
    };
    const leave = (): void => setCaret(undefined);
    document.addEventListener('selectionchange', read);
    it.addEventListener('focus', read);
    it.addEventListener('blur', leave);
    return () => {
      document.removeEventListener('selectionchange', read);
      it.removeEventListener('focus', read);
      it.removeEventListener('blur', leave);
    };
  }, [field]);
  return caret;
}
