import type { BucketRun, CounterResetHint, NativeHistogram } from '@telltale/model';
import type { ByteReader } from '../bytes/byte-reader.ts';
import type { ByteWriter } from '../bytes/byte-writer.ts';
import { decodeValues, encodeValues } from './values.ts';

/** Hints by their number on disk. */
export const HINTS: readonly CounterResetHint[] = ['unknown', 'reset', 'not_reset', 'gauge'];

/** Writes one histogram by itself, bit for bit: in the log, where it has no neighbours yet. */
export function writeHistogram(writer: ByteWriter, histogram: NativeHistogram): void {
  const { schema, counterReset, count, sum, zeroCount, zeroThreshold, customValues } = histogram;
  writer.u8(HINTS.indexOf(counterReset));
  writer.zigzag(schema);
  writeRuns(writer, histogram.positive);
  writeRuns(writer, histogram.negative);
  writer.varint(customValues.length);
  const numbers = Float64Array.from([zeroThreshold, sum, ...customValues]);
  writer.raw(new Uint8Array(numbers.buffer));
  encodeValues(writer, Float64Array.from([count, zeroCount, ...bucketsOf(histogram)]));
}

/** Reads what {@link writeHistogram} wrote. */
export function readHistogram(reader: ByteReader): NativeHistogram {
  const counterReset = HINTS[reader.u8()];
  const schema = reader.zigzag();
  const positive = readRuns(reader);
  const negative = readRuns(reader);
  const numbers = new Float64Array(2 + reader.varint());
  new Uint8Array(numbers.buffer).set(reader.raw(numbers.byteLength));
  const [zeroThreshold, sum, ...customValues] = numbers;
  const counts = decodeValues(reader, 2 + lengthOf(positive) + lengthOf(negative));
  return {
    schema,
    counterReset,
    count: counts[0],
    zeroCount: counts[1],
    sum,
    zeroThreshold,
    customValues,
    positive: fillRuns(positive, counts, 2),
    negative: fillRuns(negative, counts, 2 + lengthOf(positive)),
  };
}

/** Where buckets are, without their counts. */
export interface RunPlace {
  readonly start: number;
  readonly length: number;
}

/** Starts are written as the distance from the end of the run before. */
export function writeRuns(writer: ByteWriter, runs: readonly BucketRun[]): void {
  writer.varint(runs.length);
  let end = 0;
  for (const { start, counts } of runs) {
    writer.zigzag(start - end);
    writer.varint(counts.length);
    end = start + counts.length;
  }
}

/** Reads what {@link writeRuns} wrote. */
export function readRuns(reader: ByteReader): RunPlace[] {
  const runs: RunPlace[] = [];
  const count = reader.varint();
  let end = 0;
  for (let i = 0; i < count; i++) {
    const start = end + reader.zigzag();
    const length = reader.varint();
    runs.push({ start, length });
    end = start + length;
  }
  return runs;
}

/** The runs with their counts, which lie one behind the other from `offset` on. */
export function fillRuns(runs: readonly RunPlace[], counts: Float64Array, offset: number): BucketRun[] {
  let from = offset;
  return runs.map(({ start, length }) => ({ start, counts: counts.subarray(from, (from += length)) }));
}

export function lengthOf(runs: readonly RunPlace[]): number {
  return runs.reduce((sum, { length }) => sum + length, 0);
}

/** The counts of all buckets, positive ones first. */
export function bucketsOf({ positive, negative }: NativeHistogram): number[] {
  return [...positive, ...negative].flatMap(({ counts }) => [...counts]);
}
