import type { FilePosition } from '@telltale/model';
import type { SourceText } from './source-text.ts';

/** How a scalar is written in its file. */
export type ScalarStyle = 'plain' | 'single-quoted' | 'double-quoted' | 'block';

/** Where a scalar stands in its file. */
export interface ScalarPlace {
  readonly source: SourceText;
  /** Offsets of the scalar's first character (its quote or block header) and behind its last. */
  readonly start: number;
  readonly end: number;
  readonly style: ScalarStyle;
}

/**
 * Maps offsets in the value of a scalar back to the file. Quotes, escapes, indentation, folded
 * lines and block headers make the two differ; every character that is not white space is exact.
 */
export class ScalarSource {
  readonly #value: string;
  readonly #place: ScalarPlace;
  #offsets: readonly number[] | undefined;

  constructor(value: string, place: ScalarPlace) {
    this.#value = value;
    this.#place = place;
  }

  /** The position of a UTF-16 offset in the value; one behind the end is allowed. */
  positionAt(offset: number): FilePosition {
    const offsets = (this.#offsets ??= alignScalar(this.#value, this.#place));
    const index = Math.max(0, Math.min(offset, offsets.length - 1));
    return this.#place.source.positionAt(offsets[index]);
  }
}

/** For each offset of the value, and the one behind it, the offset in the file. */
function alignScalar(value: string, place: ScalarPlace): readonly number[] {
  const { text } = place.source;
  const offsets: number[] = [];
  let at = contentStart(place);
  for (let i = 0; i < value.length; i++) {
    const isSpace = isWhiteSpace(value[i]);
    if (!isSpace) at = skipFolding(text, at, place);
    offsets.push(at);
    if (!isSpace || text[at] === value[i] || startsEscape(text, at, place)) {
      const width = writtenWidth(text, at, place);
      at += width.file;
      // One escape such as `\U0001F600` can stand for two UTF-16 units.
      for (let extra = 1; extra < width.value; extra++) {
        i++;
        offsets.push(at - width.file);
      }
    }
  }
  offsets.push(at);
  return offsets;
}

function contentStart({ source, start, style }: ScalarPlace): number {
  if (style === 'plain') return start;
  if (style !== 'block') return start + 1;
  const headerEnd = source.text.indexOf('\n', start);
  return headerEnd === -1 ? source.text.length : headerEnd + 1;
}

/** Steps over white space that folding removed, and over escaped line breaks. */
function skipFolding(text: string, from: number, place: ScalarPlace): number {
  let at = from;
  while (at < place.end) {
    if (isWhiteSpace(text[at])) at++;
    else if (startsEscape(text, at, place) && /[\r\n]/.test(text[at + 1] ?? '')) at += 2;
    else break;
  }
  return at;
}

function startsEscape(text: string, at: number, { style }: ScalarPlace): boolean {
  return style === 'double-quoted' && text[at] === '\\';
}

const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

/** How many characters of the file, and of the value, one written character takes. */
function writtenWidth(text: string, at: number, place: ScalarPlace): { file: number; value: number } {
  if (place.style === 'single-quoted' && text[at] === "'") return { file: 2, value: 1 };
  if (!startsEscape(text, at, place)) return { file: 1, value: 1 };
  const digits = HEX_DIGITS.get(text[at + 1] ?? '') ?? 0;
  const codePoint = digits === 8 ? Number.parseInt(text.slice(at + 2, at + 10), 16) : 0;
  return { file: 2 + digits, value: codePoint > 0xffff ? 2 : 1 };
}

function isWhiteSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r';
}
