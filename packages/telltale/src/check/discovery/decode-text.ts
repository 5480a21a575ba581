import { isUtf8 } from 'node:buffer';

const REPLACEMENT = '\uFFFD';
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT);
const UTF8_MARK = Buffer.from('\uFEFF');

/** The text of a file, and where it stops to be UTF-8. */
export interface DecodedText {
  readonly text: string;
  /** Offset in `text` of the first byte that is not UTF-8, shown there as U+FFFD; absent where all is well. */
  readonly malformedAt?: number;
}

/**
 * Decodes a text file. Malformed UTF-8 becomes replacement characters; a byte order mark is dropped, and
 * that of UTF-16 is obeyed, as Prometheus does.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const utf16 = utf16Encoding(bytes);
  if (utf16 !== undefined) return { text: new TextDecoder(utf16).decode(bytes) };
  const text = new TextDecoder().decode(bytes);
  return isUtf8(bytes) ? { text } : { text, malformedAt: malformedOffset(text, bytes) };
}

function utf16Encoding([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** The first replacement character that does not stand in the file itself. */
function malformedOffset(text: string, bytes: Uint8Array): number {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let byteOffset = file.subarray(0, UTF8_MARK.length).equals(UTF8_MARK) ? UTF8_MARK.length : 0;
  let from = 0;
  for (let at = text.indexOf(REPLACEMENT); at !== -1; at = text.indexOf(REPLACEMENT, at + 1)) {
    byteOffset += Buffer.byteLength(text.slice(from, at));
    const end = byteOffset + REPLACEMENT_BYTES.length;
    if (!file.subarray(byteOffset, end).equals(REPLACEMENT_BYTES)) return at;
    from = at;
  }
  return text.length;
}
