/** How PromQL quotes texts; between backticks nothing is escaped. */
export type Quote = '"' | "'" | '`';

const CLOSED = /^(?:"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`[^`]*`)$/u;
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/** Whether a piece of a query that begins as a string ends as one. */
export function isClosedString(text: string): boolean {
  return CLOSED.test(text);
}

/** What stands between quotes, as it is written there; `undefined` where it cannot be. */
export function escapeText(text: string, quote: Quote): string | undefined {
  if (quote === '`') return text.includes('`') ? undefined : text;
  return text
    .replaceAll('\\', String.raw`\\`)
    .replaceAll(quote, `\\${quote}`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`);
}

/** What was written between quotes, as the text that it means; what is no escape stays. */
export function unescapeText(written: string, quote: Quote): string {
  if (quote === '`') return written;
  return written.replaceAll(/\\(.)/gu, (_, character: string) => ESCAPED[character] ?? character);
}

/** A text as a regular expression that matches it alone. */
export function escapeRegexp(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`);
}

/** Whether a name of a metric can stand without quotes. */
export function isPlainMetricName(name: string): boolean {
  return /^[a-zA-Z_:][a-zA-Z0-9_:]*$/.test(name);
}

/** Whether a name of a label can stand without quotes. */
export function isPlainLabelName(name: string): boolean {
  return /^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name);
}

/** A name between double quotes. */
export function quoteName(name: string): string {
  return `"${escapeText(name, '"')}"`;
}
