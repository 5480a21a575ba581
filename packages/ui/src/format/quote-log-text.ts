const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
]);

/** A text in the language of logs that means itself, whatever is in it. */
export function quoteLogText(text: string): string {
  return `"${text.replaceAll(/["\\\n\r\t]/g, (letter) => ESCAPES.get(letter) ?? `\\${letter}`)}"`;
}
