/** Words that need no quotes, and mean nothing else. */
const PLAIN_WORD = /^[\p{L}\p{N}_@#$%&+,;.][\p{L}\p{N}_@#$%&+,;./-]*$/u;
/** Values of fields, which stand behind an operator. */
const PLAIN_VALUE = /^[\p{L}\p{N}_@#$%&+,;.-][\p{L}\p{N}_@#$%&+,;./:-]*$/u;
const PLAIN_NAME = /^[\p{L}_@$](?:[\p{L}\p{N}_@$./-]*[\p{L}\p{N}_@$])?$/u;
const KEYWORDS: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT']);
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
]);

/** A text in quotes, which are read as it stands. */
export function quoteSearchText(text: string): string {
  const inner = text.replaceAll(/["\\\n\r\t]/g, (letter) => ESCAPES.get(letter) ?? `\\${letter}`);
  return `"${inner}"`;
}

/** A word, in quotes where it would mean something else without. */
export function printSearchWord(text: string): string {
  return PLAIN_WORD.test(text) && !KEYWORDS.has(text) ? text : quoteSearchText(text);
}

/** The value of a field, in quotes where it would mean something else without. */
export function printSearchValue(text: string): string {
  return PLAIN_VALUE.test(text) ? text : quoteSearchText(text);
}

/** The name of a field; in quotes where it must be, or where they are to say that it means nothing special. */
export function printSearchName(name: string, isSpecial: boolean): string {
  return PLAIN_NAME.test(name) && !isSpecial ? name : quoteSearchText(name);
}

/** A value with stars in it; nothing where what is between them cannot stand without quotes. */
export function printGlob(pieces: readonly string[]): string | undefined {
  const isPlain = pieces.every((piece) => piece === '' || /^[\p{L}\p{N}_@#$%&+,;.-]+$/u.test(piece));
  return isPlain && pieces.some((piece) => piece !== '') ? pieces.join('*') : undefined;
}
