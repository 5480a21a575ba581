import { crc32 } from 'node:zlib';
import type { HistogramColumn } from '@telltale/model';
import { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { decodePresence, encodePresence, skipPresence } from '../codec/presence.ts';
import type { Presence } from '../codec/presence.ts';
import { decodeSamples, encodeSamples, isMixed } from '../codec/samples.ts';
import type { SampleColumn } from '../codec/samples.ts';
import { decodeValues, decodeValuesInto, encodeValues, holdsStaleness } from '../codec/values.ts';
import { unpackHistograms } from '../head/sealed-slab.ts';
import type { SealedSlab } from '../head/sealed-slab.ts';
import { unpackBlock } from './packed-block.ts';

const VERSION = 1;
const CHECKED_FROM = 5;

/** Writes a sealed slab as one block; `docs/format.md` has the layout. Returns a copy of the bytes. */
export function encodeBlock(slab: SealedSlab, writer: ByteWriter, sections: ByteWriter): Uint8Array {
  const rowCount = slab.timestamps.length;
  const lengths = encodeSections(slab, sections);
  writer.length = 0;
  writer.u8(VERSION);
  writer.u32(0);
  writer.varint(rowCount);
  writer.varint(slab.counts.length);
  for (const length of lengths) writer.varint(length);
  writer.raw(sections.bytes.subarray(0, sections.length));
  writer.setU32(1, crc32(writer.bytes.subarray(CHECKED_FROM, writer.length)));
  return writer.copy();
}

/** The timestamp section and one section per column; returns their lengths. */
function encodeSections(slab: SealedSlab, sections: ByteWriter): number[] {
  const rowCount = slab.timestamps.length;
  const lengths: number[] = [];
  sections.length = 0;
  encodeValues(sections, slab.timestamps);
  lengths.push(sections.length);
  const histograms = slab.histograms && unpackHistograms(slab.histograms, slab.values.length);
  let offset = 0;
  for (const count of slab.counts) {
    const start = sections.length;
    const end = offset + count;
    encodePresence(sections, presenceOf(slab.rows.subarray(offset, end)), rowCount);
    encodeSamples(sections, slab.values.subarray(offset, end), histograms?.slice(offset, end));
    lengths.push(sections.length - start);
    offset = end;
  }
  return lengths;
}

function presenceOf(rows: Uint8Array): Presence {
  const firstRow = rows[0];
  const count = rows.length;
  const isRange = rows[count - 1] - firstRow === count - 1;
  return { firstRow, count, rows: isRange ? undefined : rows };
}

/** About what histograms take: the object, its arrays, its counts. */
function heapBytesOf(histograms: HistogramColumn | undefined): number {
  let bytes = 0;
  for (const histogram of histograms ?? []) {
    if (histogram === undefined) continue;
    bytes += 200;
    for (const { counts } of [...histogram.positive, ...histogram.negative]) bytes += 150 + counts.length * 8;
  }
  return bytes;
}

/** What a kept column takes beside its values. */
const KEPT_COLUMN_BYTES = 150;

/** Working memory for columns of which only a part is wanted, or that are kept in another form. */
let scratch = new Float64Array(128);

/** A decoded column. Counters and most gauges are whole numbers, which take half of the memory. */
interface KeptColumn {
  readonly values: Float64Array | Int32Array;
  readonly histograms: HistogramColumn | undefined;
}

/** A block whose columns are decoded when they are asked for, and then kept. */
export class Block {
  readonly timestamps: Float64Array;
  readonly columnCount: number;
  readonly #bytes: Uint8Array;
  /** Where each column's section begins. */
  readonly #offsets: Uint32Array;
  readonly #presences: (Presence | undefined)[];
  /** Of most columns: one object for all of them. */
  readonly #everyRow: Presence;
  readonly #samples: (KeptColumn | undefined)[];
  /** Memory of the block as it was opened. */
  readonly encodedBytes: number;
  /** Memory of the columns that were decoded and kept. */
  keptBytes = 0;

  private constructor(bytes: Uint8Array) {
    const reader = new ByteReader(bytes, CHECKED_FROM);
    const rowCount = reader.varint();
    this.columnCount = reader.varint();
    const timestampsLength = reader.varint();
    this.#offsets = new Uint32Array(this.columnCount);
    let end = timestampsLength;
    for (let i = 0; i < this.columnCount; i++) {
      this.#offsets[i] = end;
      end += reader.varint();
    }
    for (let i = 0; i < this.columnCount; i++) this.#offsets[i] += reader.offset;
    this.#bytes = bytes;
    this.timestamps = decodeValues(reader, rowCount);
    this.#everyRow = { firstRow: 0, count: rowCount, rows: undefined };
    this.#presences = Array.from({ length: this.columnCount });
    this.#samples = Array.from({ length: this.columnCount });
    this.encodedBytes = bytes.length + this.timestamps.byteLength + this.columnCount * 16;
  }

  /** Opens the bytes of a block, or returns `undefined` when they are damaged or of another version. */
  static open(stored: Uint8Array): Block | undefined {
    const bytes = unpackBlock(stored) ?? new Uint8Array();
    if (bytes.length < CHECKED_FROM || bytes[0] !== VERSION) return undefined;
    const checksum = new ByteReader(bytes, 1).u32();
    return crc32(bytes.subarray(CHECKED_FROM)) === checksum ? new Block(bytes) : undefined;
  }

  /** The rows in which a column has samples. */
  presence(column: number): Presence {
    const known = this.#presences[column];
    if (known !== undefined) return known;
    const presence = decodePresence(
      new ByteReader(this.#bytes, this.#offsets[column]),
      this.timestamps.length,
    );
    const isEveryRow = presence.count === this.timestamps.length;
    return (this.#presences[column] = isEveryRow ? this.#everyRow : presence);
  }

  /** The samples of a column, one per present row; 0 in place of a native histogram. */
  values(column: number): Float64Array {
    const { values } = this.#samples[column] ?? this.#decode(column);
    return values instanceof Float64Array ? values : Float64Array.from(values);
  }

  /** The native histograms of a column, one entry per present row, where there are any. */
  histograms(column: number): HistogramColumn | undefined {
    return (this.#samples[column] ?? this.#decode(column)).histograms;
  }

  /** Whether all of these columns are decoded and kept. */
  keeps(columns: ArrayLike<number>): boolean {
    for (let i = 0; i < columns.length; i++) if (this.#samples[columns[i]] === undefined) return false;
    return true;
  }

  /** Decodes columns and keeps them: whole numbers in one array, all others in another. */
  keep(columns: ArrayLike<number>): void {
    const missing = Array.from(columns).filter((column) => this.#samples[column] === undefined);
    const plain = missing.filter((column) => !isMixed(this.#valuesReader(column)));
    const length = plain.reduce((sum, column) => sum + this.presence(column).count, 0);
    if (scratch.length < length) scratch = new Float64Array(length);
    const whole: Span[] = [];
    const other: Span[] = [];
    let at = 0;
    for (const column of plain) {
      const { count } = this.presence(column);
      decodeValuesInto(this.#valuesReader(column), count, scratch, at);
      (isWhole(scratch, at, at + count) ? whole : other).push({ column, from: at, to: (at += count) });
    }
    this.#keepSpans(whole, new Int32Array(lengthOf(whole)));
    this.#keepSpans(other, new Float64Array(lengthOf(other)));
    for (const column of missing) if (this.#samples[column] === undefined) this.#decode(column);
  }

  /** Keeps columns that were decoded to the working memory, one after the other in one array. */
  #keepSpans(spans: readonly Span[], kept: Float64Array | Int32Array): void {
    let at = 0;
    for (const { column, from, to } of spans) {
      kept.set(scratch.subarray(from, to), at);
      this.#samples[column] = { values: kept.subarray(at, (at += to - from)), histograms: undefined };
    }
    this.keptBytes += kept.byteLength + spans.length * KEPT_COLUMN_BYTES;
  }

  /** Lets go of the columns that were decoded. */
  dropKept(): void {
    this.#samples.fill(undefined);
    this.keptBytes = 0;
  }

  /**
   * Copies `count` samples of a column, from `first` on, to `out` at `at`, and returns the native
   * histograms where the column has any. What it decodes it does not keep.
   */
  copySamples(
    column: number,
    first: number,
    count: number,
    out: Float64Array,
    at: number,
  ): HistogramColumn | undefined {
    const known = this.#samples[column];
    if (known !== undefined) return copyPart(known, first, count, out, at);
    const reader = this.#valuesReader(column);
    const { count: all } = this.presence(column);
    if (isMixed(reader)) return copyPart(decodeSamples(reader, all), first, count, out, at);
    if (count === all) {
      decodeValuesInto(reader, count, out, at);
      return undefined;
    }
    if (scratch.length < all) scratch = new Float64Array(all);
    decodeValuesInto(reader, all, scratch, 0);
    out.set(scratch.subarray(first, first + count), at);
    return undefined;
  }

  /** Whether a column is numbers without a staleness marker: then its values need not be read to know its times. */
  isPlain(column: number): boolean {
    const reader = this.#valuesReader(column);
    return !isMixed(reader) && !holdsStaleness(reader);
  }

  #decode(column: number): SampleColumn {
    const { count } = this.presence(column);
    const samples = decodeSamples(this.#valuesReader(column), count);
    this.#samples[column] = samples;
    this.keptBytes += samples.values.byteLength + heapBytesOf(samples.histograms);
    return samples;
  }

  #valuesReader(column: number): ByteReader {
    const reader = new ByteReader(this.#bytes, this.#offsets[column]);
    skipPresence(reader, this.timestamps.length);
    return reader;
  }
}

/** Where a column lies in the working memory. */
interface Span {
  readonly column: number;
  readonly from: number;
  readonly to: number;
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** Whether numbers stay what they are as integers of 32 bits; -0 would not. */
function isWhole(values: Float64Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const value = values[i];
    if ((value | 0) !== value || (value === 0 && Object.is(value, -0))) return false;
  }
  return true;
}

function copyPart(
  { values, histograms }: KeptColumn,
  first: number,
  count: number,
  out: Float64Array,
  at: number,
): HistogramColumn | undefined {
  out.set(count === values.length ? values : values.subarray(first, first + count), at);
  return histograms?.slice(first, first + count);
}
