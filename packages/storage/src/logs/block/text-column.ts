import { encodeNumbers } from './number-columns.ts';
import { decodeText } from './json-column.ts';

const encoder = new TextEncoder();

/** Texts as a group of two columns: their lengths in UTF-16 units, and all of them one after the other. */
export function encodeTexts(texts: readonly string[]): readonly [lengths: Uint8Array, bytes: Uint8Array] {
  return [encodeNumbers(texts.map(({ length }) => length)), encoder.encode(texts.join(''))];
}

/** Where each text begins, and at last where all end. */
export function startsOf(lengths: Uint32Array): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  let start = 0;
  for (let i = 0; i < lengths.length; i++) starts[i + 1] = start += lengths[i];
  return starts;
}

/** Texts of a block that are short, or few of which are asked for. */
export class TextColumn {
  readonly #text: string;
  readonly #starts: Uint32Array;

  constructor(lengths: Uint32Array, bytes: Uint8Array) {
    this.#starts = startsOf(lengths);
    // Then every character is a byte, which is decoded much faster.
    const isAscii = bytes.length === this.#starts[lengths.length];
    this.#text = isAscii ? decodeText(bytes, 'latin1') : decodeText(bytes);
  }

  at(place: number): string {
    return this.#text.slice(this.#starts[place], this.#starts[place + 1]);
  }
}
