import type { TextEdit } from './text-edit.ts';

/**
 * Changes what a field holds as if it were typed, so that the browser's own undo takes it back. There is no other
 * way to do that; where a browser no longer has it, the text is changed all the same.
 */
export function applyEdit(field: HTMLTextAreaElement, { from, to, insert, select }: TextEdit): void {
  field.focus();
  if (from !== to || insert !== '') {
    field.setSelectionRange(from, to);
    const isDone = insert === '' ? command('delete') : command('insertText', insert);
    if (!isDone) {
      field.setRangeText(insert, from, to);
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    }
  }
  field.setSelectionRange(select.from, select.to);
}

function command(name: 'delete' | 'insertText', text?: string): boolean {
  return document.execCommand(name, false, text);
}
