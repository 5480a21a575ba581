/** A text that is safe to show: control characters of a hostile file must not reach the terminal. */
export function printable(text: string): string {
  return text.replaceAll(/[^\t\x20-\x7e\u00a0-\uffff]/g, '�');
}

/** The same for a text of several lines. */
export function printableLines(text: string): string {
  return text.replaceAll(/[^\n]+/g, printable);
}
