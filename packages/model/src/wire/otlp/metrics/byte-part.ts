import type { MessageReader } from '../message-reader.ts';
import type { RepeatedPart } from './repeated-part.ts';

/** A part longer than this is no name of anything; it would only fill memory. */
export const MAX_PART_BYTES = 64 * 1024;

/** A part that was left out because it is longer than {@link MAX_PART_BYTES}. */
export class OversizePartError extends Error {}

/** Some fields of a message, which rarely stand apart from each other, as a part that is read where it is new. */
export class BytePart<Content> implements RepeatedPart<Content> {
  readonly #reader: MessageReader;
  readonly #readFields: (end: number) => void;
  readonly #finish: () => Content;
  /** The first fields, which are nearly always all. */
  #start = 0;
  #end = 0;
  /** Where the others begin and end; empty where there are none. */
  #others: number[] = [];
  #bytes = 0;

  /** `readFields` reads the fields from where the reader stands up to an end, `finish` gives what came of them. */
  constructor(reader: MessageReader, readFields: (end: number) => void, finish: () => Content) {
    this.#reader = reader;
    this.#readFields = readFields;
    this.#finish = finish;
  }

  clear(): void {
    this.#start = 0;
    this.#end = 0;
    this.#bytes = 0;
    if (this.#others.length > 0) this.#others = [];
  }

  /** Adds the bytes of a field with its tag; those of neighbours become one range. */
  add(start: number, end: number): void {
    this.#bytes += end - start;
    if (this.#bytes > MAX_PART_BYTES) throw new OversizePartError();
    if (this.#end === 0) this.#start = start;
    if (this.#end === 0 || (this.#end === start && this.#others.length === 0)) this.#end = end;
    else this.#others.push(start, end);
  }

  get key(): string {
    let key = this.#reader.bytesAsText(this.#start, this.#end);
    for (let i = 0; i < this.#others.length; i += 2) {
      key += this.#reader.bytesAsText(this.#others[i], this.#others[i + 1]);
    }
    return key;
  }

  matches(bytes: DataView, start: number, end: number): boolean {
    if (this.#bytes !== end - start) return false;
    const first = this.#end - this.#start;
    if (!this.#reader.hasBytes(this.#start, bytes, start, first)) return false;
    let at = start + first;
    for (let i = 0; i < this.#others.length; i += 2) {
      const length = this.#others[i + 1] - this.#others[i];
      if (!this.#reader.hasBytes(this.#others[i], bytes, at, length)) return false;
      at += length;
    }
    return true;
  }

  read(): Content {
    const reader = this.#reader;
    const { pos } = reader;
    reader.pos = this.#start;
    this.#readFields(this.#end);
    for (let i = 0; i < this.#others.length; i += 2) {
      reader.pos = this.#others[i];
      this.#readFields(this.#others[i + 1]);
    }
    reader.pos = pos;
    return this.#finish();
  }
}
