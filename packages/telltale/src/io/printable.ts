/** Neither control characters, nor those that turn the text around them. */
const UNSAFE = /[^\t\x20-\x7e\u00a0-\u200d\u2010-\u2027\u202f-\u2065\u206a-\ufefe\uff00-\uffff]/g;

/** A text that is safe to show: what a hostile file says must not steer the terminal. */
export function printable(text: string): string {
  return text.replaceAll(UNSAFE, '�');
}

/** The same for a text of several lines. */
export function printableLines(text: string): string {
  return text.replaceAll(/[^\n]+/g, printable);
}
