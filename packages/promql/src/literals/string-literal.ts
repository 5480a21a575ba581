import { invalidByte } from '@telltale/model';

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
]);
const ESCAPE = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|([0-7]{3})|([abfnrtv\\])|(['"]))/gy;
const MAX_CODE_POINT = 0x10ffff;
const REPLACEMENT = '\ufffd';

/**
 * The value of a quoted string: Go's escapes in single and double quotes, none in back quotes.
 * Bytes written as escapes are read as UTF-8; a byte that is not valid there becomes an
 * {@link invalidByte}, so that it equals nothing a target can expose. Returns `undefined` for a string that
 * is not closed or has an escape that does not exist.
 */
export function parseStringLiteral(text: string): string | undefined {
  const quote = text[0];
  const body = text.slice(1, -1);
  if (text.length < 2 || !text.endsWith(quote)) return undefined;
  if (quote === '`') return body;
  if (body.includes('\n')) return undefined;
  return unescape(body, quote);
}

/** The first escape sequence of a quoted string that does not exist, such as `\\d`; `undefined` if there is none. */
export function unknownEscape(text: string): string | undefined {
  if (text.startsWith('`')) return undefined;
  for (let at = text.indexOf('\\'); at !== -1; at = text.indexOf('\\', at)) {
    ESCAPE.lastIndex = at;
    const [whole] = ESCAPE.exec(text) ?? [];
    if (whole === undefined) return text.slice(at, at + 2);
    at += whole.length;
  }
  return undefined;
}

function unescape(body: string, quote: string): string | undefined {
  let value = '';
  let bytes: number[] = [];
  const flush = (): void => {
    value += decodeBytes(bytes);
    bytes = [];
  };
  for (let at = 0; at < body.length;) {
    if (body[at] !== '\\') {
      if (body[at] === quote) return undefined;
      flush();
      value += body[at++];
      continue;
    }
    ESCAPE.lastIndex = at;
    const escape = ESCAPE.exec(body);
    if (!escape) return undefined;
    const [whole, hex, short, long, octal, simple, mark] = escape;
    // A quote may be escaped only where it has to be.
    if (mark !== undefined && mark !== quote) return undefined;
    const byte = hex ? Number.parseInt(hex, 16) : octal ? Number.parseInt(octal, 8) : undefined;
    const code = short ?? long;
    if (byte !== undefined) {
      if (byte > 255) return undefined;
      bytes.push(byte);
    } else {
      flush();
      const point = code === undefined ? undefined : Number.parseInt(code, 16);
      if (point !== undefined && point > MAX_CODE_POINT) return undefined;
      value += point === undefined ? (mark ?? SIMPLE.get(simple)) : characterOf(point);
    }
    at += whole.length;
  }
  flush();
  return value;
}

/** Half a character cannot be encoded; Go puts the replacement character there. */
function characterOf(point: number): string {
  const character = String.fromCodePoint(point);
  return character.isWellFormed() ? character : REPLACEMENT;
}

function decodeBytes(bytes: readonly number[]): string {
  if (bytes.length === 0) return '';
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return bytes.map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : invalidByte(byte))).join('');
  }
}
