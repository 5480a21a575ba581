import type { NativeHistogram } from '@telltale/model';
import { bucketsOf } from './histogram-arithmetic.ts';

/** A sample as a script loads it. */
export type Sample = number | 'stale' | NativeHistogram;

/**
 * Histograms come out of Prometheus' store with what it found out about counter resets, whatever was
 * said when they went in: one that goes on where the one before it stopped is `not_reset`. Where one
 * begins anew the store says nothing, as it cannot know what else it will be read together with.
 */
export function withStoredHints(samples: readonly Sample[]): Sample[] {
  return samples.map((sample, i) => {
    if (typeof sample !== 'object' || sample.counterReset === 'gauge') return sample;
    return { ...sample, counterReset: goesOn(sample, samples[i - 1]) ? 'not_reset' : 'unknown' };
  });
}

function goesOn(sample: NativeHistogram, previous: Sample | undefined): boolean {
  if (sample.counterReset === 'reset') return false;
  if (typeof previous !== 'object' || previous.counterReset === 'gauge') return false;
  const hasSameLayout =
    sample.schema === previous.schema &&
    sample.zeroThreshold === previous.zeroThreshold &&
    sample.customValues.join() === previous.customValues.join();
  return (
    hasSameLayout &&
    sample.count >= previous.count &&
    sample.zeroCount >= previous.zeroCount &&
    !isFewer(sample.positive, previous.positive) &&
    !isFewer(sample.negative, previous.negative)
  );
}

function isFewer(runs: NativeHistogram['positive'], before: NativeHistogram['positive']): boolean {
  const buckets = bucketsOf(runs);
  return [...bucketsOf(before)].some(([index, count]) => (buckets.get(index) ?? 0) < count);
}
