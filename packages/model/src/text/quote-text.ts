const PLAIN = /^[ !#-[\]-~]*$/;
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', String.raw`\"`],
  ['\\', String.raw`\\`],
  ['\x07', String.raw`\a`],
  ['\b', String.raw`\b`],
  ['\f', String.raw`\f`],
  ['\n', String.raw`\n`],
  ['\r', String.raw`\r`],
  ['\t', String.raw`\t`],
  ['\v', String.raw`\v`],
]);
/** Where {@link invalidByte} keeps the bytes from 0x80 on: lone low surrogates, which no valid text contains. */
const INVALID_BYTE = 0xdc00;
const REPLACEMENT = 0xfffd;

/**
 * A text in double quotes, as Go and so Prometheus prints it: on one line, everything visible, and the
 * bytes of {@link invalidByte} as the bytes they were (`\xc5`). PromQL reads the same text from it.
 */
export function quoteText(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  return `"${Array.from(text, quoteCharacter).join('')}"`;
}

/** The character that stands for a byte, 0x80 or more, that is not UTF-8; no text that was decoded has it. */
export function invalidByte(byte: number): string {
  return String.fromCharCode(INVALID_BYTE + byte);
}

function quoteCharacter(character: string): string {
  const escape = ESCAPES.get(character);
  if (escape !== undefined) return escape;
  if (PRINTABLE.test(character)) return character;
  const code = character.codePointAt(0) ?? REPLACEMENT;
  if (code < 0x80) return String.raw`\x${hex(code, 2)}`;
  if (code >= INVALID_BYTE + 0x80 && code <= INVALID_BYTE + 0xff)
    return String.raw`\x${hex(code - INVALID_BYTE, 2)}`;
  if (!character.isWellFormed()) return String.raw`\u${hex(REPLACEMENT, 4)}`;
  return code > 0xffff ? String.raw`\U${hex(code, 8)}` : String.raw`\u${hex(code, 4)}`;
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0');
}
