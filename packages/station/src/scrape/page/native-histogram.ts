import type { BucketRun, NativeHistogram } from '@telltale/model';
import { TelltaleError } from '@telltale/model';
import type { PrometheusBucketRun, PrometheusNativeBuckets } from '@telltale/model/wire';

const MIN_SCHEMA = -4;
const MAX_SCHEMA = 8;

/** A histogram as a page has it. */
export interface ExposedHistogram {
  readonly count: number;
  readonly sum: number;
  readonly native?: PrometheusNativeBuckets;
}

/**
 * A native histogram as the store keeps it.
 *
 * @throws TelltaleError `TT_EXPOSITION` for one that contradicts itself
 */
export function toNativeHistogram(
  name: string,
  { count, sum, native }: ExposedHistogram,
  isGauge: boolean,
): NativeHistogram {
  if (native === undefined) throw faulty(name, 'has no native buckets');
  const { schema, zeroThreshold, zeroCount } = native;
  if (schema < MIN_SCHEMA || schema > MAX_SCHEMA) {
    throw faulty(name, `has the schema ${schema}, which is not from ${MIN_SCHEMA} to ${MAX_SCHEMA}`);
  }
  const positive = joinedRuns(name, native.positive);
  const negative = joinedRuns(name, native.negative);
  const inBuckets = zeroCount + totalOf(positive) + totalOf(negative);
  // Observations that are no number are counted, but in no bucket.
  if (!(count >= 0) || !(zeroCount >= 0) || inBuckets > count * (1 + Number.EPSILON)) {
    throw faulty(name, `has ${inBuckets} observations in its buckets, but ${count} in all`);
  }
  const counterReset = isGauge ? 'gauge' : 'unknown';
  return {
    schema,
    count,
    sum,
    zeroThreshold,
    zeroCount,
    positive,
    negative,
    customValues: [],
    counterReset,
  };
}

/** Runs that touch become one. */
function joinedRuns(name: string, runs: readonly PrometheusBucketRun[]): BucketRun[] {
  const joined: { start: number; counts: number[] }[] = [];
  for (const { start, counts } of runs) {
    if (counts.length === 0) continue;
    if (!counts.every((count) => count >= 0)) throw faulty(name, 'has a bucket with less than nothing in it');
    const last = joined.at(-1);
    const end = last === undefined ? -Infinity : last.start + last.counts.length;
    if (start < end) throw faulty(name, 'has buckets that overlap');
    if (last !== undefined && start === end) last.counts.push(...counts);
    else joined.push({ start, counts: [...counts] });
  }
  return joined.map(({ start, counts }) => ({ start, counts: Float64Array.from(counts) }));
}

function totalOf(runs: readonly BucketRun[]): number {
  return runs.reduce((sum, { counts }) => counts.reduce((total, count) => total + count, sum), 0);
}

function faulty(name: string, problem: string): TelltaleError {
  return new TelltaleError('TT_EXPOSITION', `the native histogram ${name} ${problem}`);
}
