import type { BinaryWriter } from '@bufbuild/protobuf/wire';
import { WireType } from '@bufbuild/protobuf/wire';
import type { BucketRun, CounterResetHint, NativeHistogram } from '../samples/native-histogram.ts';
import { unixMilliseconds } from './whole-number.ts';

const { Bit64, LengthDelimited, Varint } = WireType;

/** Numbers of `Histogram.ResetHint`. */
const RESET_HINTS: Readonly<Record<CounterResetHint, number>> = {
  unknown: 0,
  reset: 1,
  not_reset: 2,
  gauge: 3,
};

/**
 * Writes the fields of `prometheus.Histogram`: with whole counts as differences, with fractions, as averages have them,
 * as they are.
 */
export function writeNativeHistogram(
  writer: BinaryWriter,
  histogram: NativeHistogram,
  timestampMs: number,
): void {
  const isWhole = hasWholeCounts(histogram);
  const { count, zeroCount, sum, schema, zeroThreshold, customValues } = histogram;
  if (isWhole) writer.tag(1, Varint).uint64(BigInt(count));
  else writer.tag(2, Bit64).double(count);
  writer.tag(3, Bit64).double(sum);
  writer.tag(4, Varint).sint32(schema);
  writer.tag(5, Bit64).double(zeroThreshold);
  if (isWhole) writer.tag(6, Varint).uint64(BigInt(zeroCount));
  else writer.tag(7, Bit64).double(zeroCount);
  const write = isWhole ? writeDeltas : writeCounts;
  writeSpans(writer, 8, histogram.negative);
  write(writer, isWhole ? 9 : 10, histogram.negative);
  writeSpans(writer, 11, histogram.positive);
  write(writer, isWhole ? 12 : 13, histogram.positive);
  writer.tag(14, Varint).int32(RESET_HINTS[histogram.counterReset]);
  writer.tag(15, Varint).int64(unixMilliseconds(timestampMs));
  if (customValues.length > 0) writeDoubles(writer, 16, customValues);
}

function hasWholeCounts({ count, zeroCount, positive, negative }: NativeHistogram): boolean {
  const isWhole = (value: number) => Number.isSafeInteger(value) && value >= 0;
  const areWhole = (runs: readonly BucketRun[]) => runs.every(({ counts }) => counts.every(isWhole));
  return isWhole(count) && isWhole(zeroCount) && areWhole(positive) && areWhole(negative);
}

function writeSpans(writer: BinaryWriter, field: number, runs: readonly BucketRun[]): void {
  let end = 0;
  for (const { start, counts } of runs) {
    writer.tag(field, LengthDelimited).fork();
    writer.tag(1, Varint).sint32(start - end);
    writer.tag(2, Varint).uint32(counts.length);
    writer.join();
    end = start + counts.length;
  }
}

function writeDeltas(writer: BinaryWriter, field: number, runs: readonly BucketRun[]): void {
  if (runs.length === 0) return;
  let previous = 0;
  writer.tag(field, LengthDelimited).fork();
  for (const { counts } of runs) {
    for (const count of counts) {
      writer.sint64(count - previous);
      previous = count;
    }
  }
  writer.join();
}

function writeCounts(writer: BinaryWriter, field: number, runs: readonly BucketRun[]): void {
  if (runs.length === 0) return;
  writeDoubles(
    writer,
    field,
    runs.flatMap(({ counts }) => [...counts]),
  );
}

function writeDoubles(writer: BinaryWriter, field: number, values: readonly number[]): void {
  writer.tag(field, LengthDelimited).fork();
  for (const value of values) writer.double(value);
  writer.join();
}
