import { formatSampleNumber } from '@telltale/model';
import type { Lease } from '../bytes/byte-chunks.ts';
import { digitCount, isDigits, writeAscii, writeDigits } from '../bytes/number-bytes.ts';

const LINE_FEED_BYTES = 1;
/** The longest text of a number: `-2.2250738585072014e-308`. */
const MAX_NUMBER_BYTES = 25;
const MAX_UINT16 = 0xffff;
/** About what the objects of a block cost beside their bytes. */
const OBJECT_BYTES = 900;

/** The old bytes of a block while its lines move; a block is brought up to date in one go, so one is enough. */
let scratch = Buffer.allocUnsafeSlow(64 * 1024);

/**
 * Some sample lines as bytes, with the values they show. Values that change are written over the old ones;
 * only where the length of one changes, the lines behind it move. Bytes that are being sent are left alone:
 * the change goes to a copy.
 */
export class TextBlock {
  #bytes: Buffer;
  #length: number;
  #lease: Lease = { count: 0 };
  readonly #shown: Float64Array;
  /** Bytes of a line before its value. */
  readonly #prefixes: Uint16Array | Uint32Array;
  /** Bytes of a line's value. */
  readonly #widths: Uint8Array;

  /** `prefixes` are what stands before the values, a blank at their end included. */
  constructor(prefixes: readonly string[], values: Float64Array) {
    const count = prefixes.length;
    this.#shown = values.slice(0, count);
    this.#widths = new Uint8Array(count);
    let text = '';
    for (let line = 0; line < count; line++) {
      const value = formatSampleNumber(values[line]);
      this.#widths[line] = value.length;
      text += `${prefixes[line]}${value}\n`;
    }
    this.#length = Buffer.byteLength(text);
    // Room for a few values that become longer.
    this.#bytes = Buffer.allocUnsafeSlow(this.#length + (this.#length >> 5) + MAX_NUMBER_BYTES);
    this.#bytes.write(text, 'utf8');
    this.#prefixes = byteLengths(prefixes, this.#length === text.length);
  }

  /** Who has the bytes; while somebody has, they do not change. */
  get lease(): Lease {
    return this.#lease;
  }

  /** The lines. They are good until the next {@link update}, or until their lease ends. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  /** Number of lines. */
  get lineCount(): number {
    return this.#shown.length;
  }

  /** Memory that it takes, in bytes. */
  get size(): number {
    const perLine = 9 + this.#prefixes.BYTES_PER_ELEMENT;
    return this.#bytes.length + perLine * this.#shown.length + OBJECT_BYTES;
  }

  /** Shows other values; tells whether any was different. */
  update(values: Float64Array): boolean {
    const shown = this.#shown;
    const count = shown.length;
    let line = 0;
    while (line < count && isSame(values[line], shown[line])) line++;
    if (line === count) return false;
    if (this.#lease.count > 0) this.#replace(this.#length, this.#length);
    const moved = this.#overwrite(values);
    if (moved !== undefined) this.#move(values, moved.line, moved.at);
    return true;
  }

  /**
   * Calls back for each line that has something to be said behind its value, with the bytes before that:
   * all since the last call. The rest, newline included, comes last.
   */
  interrupt(suffixOf: (line: number) => string, write: (bytes: Uint8Array, suffix: string) => void): void {
    const { bytes } = this;
    let start = 0;
    let end = 0;
    for (let line = 0; line < this.#shown.length; line++) {
      end += this.#prefixes[line] + this.#widths[line];
      const suffix = suffixOf(line);
      if (suffix !== '') {
        write(bytes.subarray(start, end), suffix);
        start = end;
      }
      end += LINE_FEED_BYTES;
    }
    write(bytes.subarray(start), '');
  }

  /** Writes values over the old ones, up to the first whose length is another. */
  #overwrite(values: Float64Array): { line: number; at: number } | undefined {
    const bytes = this.#bytes;
    const shown = this.#shown;
    const prefixes = this.#prefixes;
    const widths = this.#widths;
    let at = 0;
    for (let line = 0; line < shown.length; line++) {
      at += prefixes[line];
      const width = widths[line];
      const value = values[line];
      if (!isSame(value, shown[line])) {
        if (!writeOver(bytes, at, width, value)) return { line, at };
        shown[line] = value;
      }
      at += width + LINE_FEED_BYTES;
    }
    return undefined;
  }

  /**
   * Writes the values from a line on whose value starts at `at`. The old bytes are put aside and come back
   * in runs: one copy from a value whose length changes to the next such value.
   */
  #move(values: Float64Array, firstLine: number, at: number): void {
    const oldLength = this.#length - at;
    if (scratch.length < oldLength) scratch = Buffer.allocUnsafeSlow(oldLength * 2);
    scratch.set(this.#bytes.subarray(at, this.#length));
    const shown = this.#shown;
    const widths = this.#widths;
    let runStart = 0;
    let from = 0;
    let to = at;
    for (let line = firstLine; line < shown.length; line++) {
      if (line > firstLine) from += this.#prefixes[line];
      const width = widths[line];
      const value = values[line];
      if (!isSame(value, shown[line])) {
        shown[line] = value;
        if (!writeOver(scratch, from, width, value)) {
          to = this.#putRun(runStart, from, to);
          to += widths[line] = this.#putNumber(to, value);
          runStart = from + width;
        }
      }
      from += width + LINE_FEED_BYTES;
    }
    this.#length = this.#putRun(runStart, oldLength, to);
  }

  /** Copies old bytes to where they belong now; returns where they end. */
  #putRun(start: number, end: number, to: number): number {
    const after = to + end - start;
    if (after + MAX_NUMBER_BYTES > this.#bytes.length) this.#replace(to, after);
    scratch.copy(this.#bytes, to, start, end);
    return after;
  }

  #putNumber(at: number, value: number): number {
    if (isDigits(value)) {
      const width = digitCount(value);
      writeDigits(this.#bytes, at + width, value);
      return width;
    }
    const text = formatSampleNumber(value);
    writeAscii(this.#bytes, at, text);
    return text.length;
  }

  /** Goes on in new memory, with the first bytes of the old and room for so many. */
  #replace(used: number, needed: number): void {
    const bytes = Buffer.allocUnsafeSlow(needed + (needed >> 5) + MAX_NUMBER_BYTES);
    bytes.set(this.#bytes.subarray(0, used));
    this.#bytes = bytes;
    this.#lease = { count: 0 };
  }
}

/** Like `Object.is`, which is slower. */
function isSame(left: number, right: number): boolean {
  return left === right ? left !== 0 || Object.is(left, right) : Number.isNaN(left) && Number.isNaN(right);
}

/** Writes a value over one of the same length; false where it has another length. */
function writeOver(bytes: Uint8Array, at: number, width: number, value: number): boolean {
  if (isDigits(value)) {
    if (digitCount(value) !== width) return false;
    writeDigits(bytes, at + width, value);
    return true;
  }
  const text = formatSampleNumber(value);
  if (text.length !== width) return false;
  writeAscii(bytes, at, text);
  return true;
}

function byteLengths(texts: readonly string[], isAscii: boolean): Uint16Array | Uint32Array {
  const lengths = Uint32Array.from(texts, (text) => (isAscii ? text.length : Buffer.byteLength(text)));
  return lengths.every((length) => length <= MAX_UINT16) ? Uint16Array.from(lengths) : lengths;
}
