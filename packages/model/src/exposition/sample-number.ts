/** In lower case; Go, and so Prometheus, reads them in any: prom-client writes `Nan`. */
const SPECIAL: ReadonlyMap<string, number> = new Map([
  ['nan', Number.NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
  ['infinity', Infinity],
  ['+infinity', Infinity],
  ['-infinity', -Infinity],
]);

/** Length of the longest special text. */
const MAX_SPECIAL = 9;

/** Reads a sample value; `undefined` for what is no number (hexadecimal, blanks and what is too large included). */
export function parseSampleNumber(text: string): number | undefined {
  const value = Number(text);
  if (!Number.isFinite(value)) {
    return text.length > MAX_SPECIAL ? undefined : SPECIAL.get(text.toLowerCase());
  }
  return text !== '' && isPlainDecimal(text) ? value : undefined;
}

/** Prints a float so that it reads back bit for bit; `-0` keeps its sign. */
export function formatSampleNumber(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  return Object.is(value, -0) ? '-0' : String(value);
}

/** `Number` also takes hexadecimal, binary, octal and blanks; sample values do not. */
function isPlainDecimal(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const isDigit = code >= 48 && code <= 57;
    // + - . E e
    if (!isDigit && code !== 43 && code !== 45 && code !== 46 && code !== 69 && code !== 101) return false;
  }
  return true;
}
