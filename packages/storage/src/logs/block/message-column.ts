import { decodeText } from './json-column.ts';
import { startsOf } from './text-column.ts';

/** Whose small letter depends on the letters beside it, so that a text in pieces has others. */
const SIGMA = 'Σ';
/** Texts of this size stay in the caches of a processor, and cost no memory of their own. */
const PIECE_LENGTH = 32 * 1024;

/** Some messages in a row, as one text. */
interface Piece {
  readonly text: string;
  /** Where the text begins in that of all messages. */
  readonly start: number;
  /** The first message of the piece, and the one after the last. */
  readonly first: number;
  readonly end: number;
}

/** The messages of a block's records. */
export class MessageColumn {
  readonly #bytes: Uint8Array;
  readonly #starts: Uint32Array;
  readonly #count: number;
  /** Of all messages, unless every character is a byte: then each piece is decoded where it is needed. */
  readonly #text: string | undefined;

  constructor(lengths: Uint32Array, bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#count = lengths.length;
    this.#starts = startsOf(lengths);
    const isAscii = bytes.length === this.#starts[this.#count];
    this.#text = isAscii ? undefined : decodeText(bytes);
  }

  at(record: number): string {
    return this.#slice(this.#starts[record], this.#starts[record + 1]);
  }

  /** Takes out of `records`, one byte each, those whose message has not the text, which is in small letters. */
  keepContaining(lowerText: string, records: Uint8Array): void {
    if (lowerText === '') return;
    for (const piece of this.#pieces()) {
      const lower = piece.text.toLowerCase();
      const isSame = lower.length === piece.text.length && !piece.text.includes(SIGMA);
      if (isSame) this.#keepFound({ ...piece, text: lower }, lowerText, records);
      else this.#keepMatching(piece, (message) => message.toLowerCase().includes(lowerText), records);
    }
  }

  /** Takes out of `records`, one byte each, those whose message does not pass. */
  keepMatching(test: (message: string) => boolean, records: Uint8Array): void {
    for (const piece of this.#pieces()) this.#keepMatching(piece, test, records);
  }

  #keepMatching(
    { text, start, first, end }: Piece,
    test: (message: string) => boolean,
    records: Uint8Array,
  ): void {
    for (let i = first; i < end; i++) {
      if (records[i] === 0) continue;
      if (!test(text.slice(this.#starts[i] - start, this.#starts[i + 1] - start))) records[i] = 0;
    }
  }

  /** Looks through all messages of a piece at once. */
  #keepFound({ text, start, first, end }: Piece, wanted: string, records: Uint8Array): void {
    for (let record = first; record < end; record++) {
      const found = text.indexOf(wanted, this.#starts[record] - start);
      if (found === -1) {
        records.fill(0, record, end);
        return;
      }
      while (this.#starts[record + 1] - start <= found) records[record++] = 0;
      // Half of it is of the next message: no message has it in this place.
      if (found + wanted.length > this.#starts[record + 1] - start) records[record] = 0;
    }
  }

  *#pieces(): Generator<Piece> {
    if (this.#text !== undefined) {
      yield { text: this.#text, start: 0, first: 0, end: this.#count };
      return;
    }
    for (let first = 0; first < this.#count;) {
      const start = this.#starts[first];
      let end = first + 1;
      while (end < this.#count && this.#starts[end + 1] - start <= PIECE_LENGTH) end++;
      yield { text: this.#slice(start, this.#starts[end]), start, first, end };
      first = end;
    }
  }

  #slice(start: number, end: number): string {
    return this.#text?.slice(start, end) ?? decodeText(this.#bytes.subarray(start, end), 'latin1');
  }
}
