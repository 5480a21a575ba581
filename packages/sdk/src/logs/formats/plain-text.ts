/**
 * What a terminal could take for an order, or a reader for another line: control characters, ends of lines, marks
 * that turn the direction of writing.
 */
const UNSAFE = /[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

const SHORT: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** A text on one line that does nothing but stand there. */
export function plainText(text: string): string {
  return text.replaceAll(UNSAFE, (character) => SHORT.get(character) ?? codeOf(character));
}

function codeOf(character: string): string {
  const code = character.charCodeAt(0);
  return code < 0x100
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
