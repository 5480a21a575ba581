import type { NativeHistogram } from '@telltale/model';
import { CUSTOM_BUCKETS_SCHEMA } from '@telltale/model';
import { bucketsOf } from './histogram-arithmetic.ts';

/** A sample as a script loads it. */
export type Sample = number | 'stale' | NativeHistogram;

/**
 * Histograms come out of a store with what the store found out about counter resets: a histogram
 * that goes on where the one before it stopped is `not_reset`, whatever was said when it went in. Of
 * one that starts anew Prometheus says nothing.
 */
export function withStoredHints(samples: readonly Sample[]): Sample[] {
  return samples.map((sample, i) => {
    if (typeof sample !== 'object' || sample.counterReset === 'gauge') return sample;
    return { ...sample, counterReset: hintOf(sample, samples[i - 1]) };
  });
}

function hintOf(sample: NativeHistogram, previous: Sample | undefined): NativeHistogram['counterReset'] {
  if (sample.counterReset === 'reset') return 'reset';
  if (typeof previous !== 'object' || previous.counterReset === 'gauge') return 'unknown';
  if (sample.count < previous.count) return 'unknown';
  const { schema, zeroThreshold, customValues } = previous;
  if (sample.schema !== schema || sample.zeroThreshold !== zeroThreshold) return 'unknown';
  if (schema === CUSTOM_BUCKETS_SCHEMA && sample.customValues.join() !== customValues.join())
    return 'unknown';
  const hasFewer =
    sample.zeroCount < previous.zeroCount ||
    (['positive', 'negative'] as const).some((side) => isFewer(sample[side], previous[side]));
  return hasFewer ? 'unknown' : 'not_reset';
}

function isFewer(runs: NativeHistogram['positive'], before: NativeHistogram['positive']): boolean {
  const buckets = bucketsOf(runs);
  return [...bucketsOf(before)].some(([index, count]) => (buckets.get(index) ?? 0) < count);
}
