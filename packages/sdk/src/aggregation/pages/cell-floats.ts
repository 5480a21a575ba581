import { LogLinearCounts } from '../../metrics/distribution/log-linear-counts.ts';
import { NativeBuckets } from '../../metrics/distribution/native-buckets.ts';
import { MAX_SCHEMA, MIN_SCHEMA } from '../../metrics/distribution/native-bounds.ts';
import { isSketch } from '../../metrics/distribution/sketch.ts';
import { DamagedPages } from './page-reader.ts';

const MAX_WINDOW = 65_536;
const MAX_INDEX = 2 ** 30;

/** The floats of a cell, and what tells whether it has changed. */
export function floatsOf(cell: unknown): Float64Array | undefined {
  if (cell instanceof NativeBuckets) return cell.encode();
  return isSketch(cell) ? cell.merged().encode() : undefined;
}

/** The native buckets that {@link floatsOf} took apart; throws `DamagedPages` where they cannot be. */
export function nativeBucketsOf(floats: Float64Array): NativeBuckets {
  const [schema, zeroThreshold, zeroCount, maxBuckets] = floats;
  const isSound =
    Number.isInteger(schema) &&
    schema >= MIN_SCHEMA &&
    schema <= MAX_SCHEMA &&
    zeroThreshold >= 0 &&
    zeroCount >= 0 &&
    maxBuckets >= 1;
  if (!isSound) throw new DamagedPages('native buckets that cannot be');
  checkWindows(floats, 4);
  return NativeBuckets.decode(floats);
}

/** The counts of a sketch that {@link floatsOf} took apart; throws `DamagedPages` where they cannot be. */
export function countsOf(floats: Float64Array): LogLinearCounts {
  if (!(floats[0] >= 0)) throw new DamagedPages('a sketch that cannot be');
  checkWindows(floats, 1);
  return LogLinearCounts.decode(floats);
}

/** Two windows of counts, each with offset and length in front, and nothing behind them. */
function checkWindows(floats: Float64Array, first: number): void {
  let at = first;
  for (let window = 0; window < 2; window++) {
    const offset = floats[at];
    const length = floats[at + 1];
    const isSound =
      Number.isInteger(offset) &&
      Math.abs(offset) <= MAX_INDEX &&
      Number.isInteger(length) &&
      length >= 0 &&
      length <= MAX_WINDOW &&
      floats.subarray(at + 2, at + 2 + length).every((count) => count >= 0 && count < Infinity);
    if (!isSound) throw new DamagedPages('a window of counts that cannot be');
    at += 2 + length;
  }
  if (at !== floats.length) throw new DamagedPages('windows of another length than told');
}
