import type { BucketRun, NativeHistogram } from '@telltale/model';
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { HINTS, bucketsOf, fillRuns, lengthOf, readRuns, writeRuns } from './histogram-record.ts';
import type { RunPlace } from './histogram-record.ts';
import { decodeValues, encodeValues } from './values.ts';

/** A run at least this long has a column for each bucket; of a shorter one the heads would be longer. */
const MIN_COLUMN_LENGTH = 4;

/** What successive histograms have in common: everything but counts, sum and hint. */
interface Layout {
  readonly schema: number;
  readonly zeroThreshold: number;
  readonly customValues: readonly number[];
  readonly positive: readonly RunPlace[];
  readonly negative: readonly RunPlace[];
}

/**
 * Writes histograms as runs of equal layout. In a run the hint, count, sum, zero count and every
 * bucket are columns of values: a bucket is a counter, and a counter's column is short.
 */
export function encodeHistograms(writer: ByteWriter, histograms: readonly NativeHistogram[]): void {
  for (let start = 0; start < histograms.length;) {
    let end = start + 1;
    while (end < histograms.length && haveSameLayout(histograms[start], histograms[end])) end++;
    encodeRun(writer, histograms.slice(start, end));
    start = end;
  }
}

/** Reads the `count` histograms that {@link encodeHistograms} wrote. */
export function decodeHistograms(reader: ByteReader, count: number): NativeHistogram[] {
  const histograms: NativeHistogram[] = [];
  while (histograms.length < count) {
    const length = reader.varint();
    if (length === 0) throw new RangeError('A run of histograms is empty.');
    decodeRun(reader, length, histograms);
  }
  return histograms;
}

function encodeRun(writer: ByteWriter, run: readonly NativeHistogram[]): void {
  writer.varint(run.length);
  writeLayout(writer, run[0]);
  const column = (of: (histogram: NativeHistogram) => number): void =>
    encodeValues(writer, Float64Array.from(run, of));
  column(({ counterReset }) => HINTS.indexOf(counterReset));
  column(({ count }) => count);
  column(({ sum }) => sum);
  column(({ zeroCount }) => zeroCount);
  const rows = run.map(bucketsOf);
  const width = rows[0].length;
  if (width === 0) return;
  if (run.length < MIN_COLUMN_LENGTH) encodeValues(writer, Float64Array.from(rows.flat()));
  else
    for (let i = 0; i < width; i++)
      encodeValues(
        writer,
        Float64Array.from(rows, (row) => row[i]),
      );
}

function decodeRun(reader: ByteReader, length: number, out: NativeHistogram[]): void {
  const { positive, negative, ...layout } = readLayout(reader);
  const hints = decodeValues(reader, length);
  const counts = decodeValues(reader, length);
  const sums = decodeValues(reader, length);
  const zeroCounts = decodeValues(reader, length);
  const positiveWidth = lengthOf(positive);
  const width = positiveWidth + lengthOf(negative);
  const buckets = decodeBuckets(reader, length, width);
  for (let i = 0; i < length; i++) {
    out.push({
      ...layout,
      counterReset: HINTS[hints[i]],
      count: counts[i],
      sum: sums[i],
      zeroCount: zeroCounts[i],
      positive: fillRuns(positive, buckets, i * width),
      negative: fillRuns(negative, buckets, i * width + positiveWidth),
    });
  }
}

/** The counts of all buckets, histogram after histogram. */
function decodeBuckets(reader: ByteReader, length: number, width: number): Float64Array {
  if (width === 0) return new Float64Array();
  if (length < MIN_COLUMN_LENGTH) return decodeValues(reader, length * width);
  const buckets = new Float64Array(length * width);
  for (let bucket = 0; bucket < width; bucket++) {
    const column = decodeValues(reader, length);
    for (let i = 0; i < length; i++) buckets[i * width + bucket] = column[i];
  }
  return buckets;
}

function writeLayout(writer: ByteWriter, histogram: NativeHistogram): void {
  const { schema, zeroThreshold, customValues, positive, negative } = histogram;
  writer.zigzag(schema);
  encodeValues(writer, Float64Array.of(zeroThreshold));
  writer.varint(customValues.length);
  if (customValues.length > 0) encodeValues(writer, Float64Array.from(customValues));
  writeRuns(writer, positive);
  writeRuns(writer, negative);
}

function readLayout(reader: ByteReader): Layout {
  const schema = reader.zigzag();
  const [zeroThreshold] = decodeValues(reader, 1);
  const customCount = reader.varint();
  const customValues = customCount === 0 ? [] : [...decodeValues(reader, customCount)];
  return { schema, zeroThreshold, customValues, positive: readRuns(reader), negative: readRuns(reader) };
}

function haveSameLayout(a: NativeHistogram, b: NativeHistogram): boolean {
  return (
    a.schema === b.schema &&
    Object.is(a.zeroThreshold, b.zeroThreshold) &&
    a.customValues.length === b.customValues.length &&
    a.customValues.every((bound, i) => Object.is(bound, b.customValues[i])) &&
    haveSamePlaces(a.positive, b.positive) &&
    haveSamePlaces(a.negative, b.negative)
  );
}

function haveSamePlaces(a: readonly BucketRun[], b: readonly BucketRun[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ start, counts }, i) => start === b[i].start && counts.length === b[i].counts.length)
  );
}
