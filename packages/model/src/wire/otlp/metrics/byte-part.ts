import type { MessageReader } from '../message-reader.ts';
import type { RepeatedPart } from './metric-sink.ts';

/** A part longer than this is no name of anything; it would only fill memory. */
export const MAX_PART_BYTES = 64 * 1024;

/** A part that was left out because it is longer than {@link MAX_PART_BYTES}. */
export class OversizePartError extends Error {}

/** Some fields of a message, which may stand apart from each other, as a part that is read where it is new. */
export class BytePart<Content> implements RepeatedPart<Content> {
  readonly #reader: MessageReader;
  readonly #readFields: (end: number) => void;
  readonly #finish: () => Content;
  readonly #ranges: number[] = [];
  #bytes = 0;

  /** `readFields` reads the fields from where the reader stands up to an end, `finish` gives what came of them. */
  constructor(reader: MessageReader, readFields: (end: number) => void, finish: () => Content) {
    this.#reader = reader;
    this.#readFields = readFields;
    this.#finish = finish;
  }

  clear(): void {
    this.#ranges.length = 0;
    this.#bytes = 0;
  }

  /** Adds the bytes of a field with its tag; those of neighbours become one range. */
  add(start: number, end: number): void {
    const ranges = this.#ranges;
    this.#bytes += end - start;
    if (this.#bytes > MAX_PART_BYTES) throw new OversizePartError();
    if (ranges.length > 0 && ranges[ranges.length - 1] === start) ranges[ranges.length - 1] = end;
    else ranges.push(start, end);
  }

  get key(): string {
    const ranges = this.#ranges;
    if (ranges.length === 2) return this.#reader.bytesAsText(ranges[0], ranges[1]);
    let key = '';
    for (let i = 0; i < ranges.length; i += 2) key += this.#reader.bytesAsText(ranges[i], ranges[i + 1]);
    return key;
  }

  read(): Content {
    const reader = this.#reader;
    const { pos } = reader;
    for (let i = 0; i < this.#ranges.length; i += 2) {
      reader.pos = this.#ranges[i];
      this.#readFields(this.#ranges[i + 1]);
    }
    reader.pos = pos;
    return this.#finish();
  }
}
