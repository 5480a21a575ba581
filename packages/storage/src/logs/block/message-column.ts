import { decodeText } from './json-column.ts';

/** Whose small letter depends on the letters beside it, so that a text in pieces has others. */
const SIGMA = 'Σ';

/** The messages of a block's records, as one text. */
export class MessageColumn {
  readonly #text: string;
  /** Where each message begins, and at last where all end. */
  readonly #starts: Uint32Array;
  #lower: string | undefined;

  constructor(lengths: Uint32Array, bytes: Uint8Array) {
    this.#starts = new Uint32Array(lengths.length + 1);
    let start = 0;
    for (let i = 0; i < lengths.length; i++) this.#starts[i + 1] = start += lengths[i];
    // Then every character is a byte, which is decoded much faster.
    const isAscii = bytes.length === start;
    this.#text = isAscii
      ? Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
      : decodeText(bytes);
  }

  at(record: number): string {
    return this.#text.slice(this.#starts[record], this.#starts[record + 1]);
  }

  /** Takes out of `records`, one byte each, those whose message has not the text, which is in small letters. */
  keepContaining(lowerText: string, records: Uint8Array): void {
    if (lowerText === '') return;
    this.#lower ??= this.#text.toLowerCase();
    if (this.#lower.length === this.#text.length && !this.#text.includes(SIGMA)) {
      this.#keepFound(this.#lower, lowerText, records);
      return;
    }
    for (let i = 0; i < records.length; i++) {
      if (records[i] === 1 && !this.at(i).toLowerCase().includes(lowerText)) records[i] = 0;
    }
  }

  /** Looks through all messages at once. */
  #keepFound(lower: string, wanted: string, records: Uint8Array): void {
    for (let record = 0; record < records.length; record++) {
      const found = lower.indexOf(wanted, this.#starts[record]);
      if (found === -1) {
        records.fill(0, record);
        return;
      }
      while (this.#starts[record + 1] <= found) records[record++] = 0;
      // Half of it is of the next message: no message has it in this place.
      if (found + wanted.length > this.#starts[record + 1]) records[record] = 0;
    }
  }
}
