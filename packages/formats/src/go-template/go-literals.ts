import { TemplateError } from './template-error.ts';

/** Whole numbers are Go integers (bigint here), all others floats; a character is its code point. */
export function goNumber(text: string, offset: number): number | bigint {
  if (text.startsWith("'")) return BigInt(goString(`"${text.slice(1, -1)}"`, offset).codePointAt(0) ?? 0);
  const digits = text.replaceAll('_', '');
  if (!/^[+-]?(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|\d+)$/.test(digits)) return Number(digits);
  const magnitude = BigInt(digits.replace(/^[+-]/, ''));
  return digits.startsWith('-') ? -magnitude : magnitude;
}

/** The value of a quoted text: with double quotes escapes are read, with back quotes nothing is. */
export function goString(text: string, offset: number): string {
  if (text.startsWith('`')) return text.slice(1, -1);
  const escapes = /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)/g;
  return text.slice(1, -1).replace(escapes, (_, escape: string) => {
    const known = escape.length > 1 ? codePoint(escape) : ESCAPES.get(escape);
    if (known === undefined) throw new TemplateError(`unknown escape \\${escape} in string`, offset);
    return known;
  });
}

function codePoint(escape: string): string | undefined {
  const code = Number.parseInt(escape.slice(1), 16);
  return code <= 0x10_ffff ? String.fromCodePoint(code) : undefined;
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['a', '\u0007'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
]);
