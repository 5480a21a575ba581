import type { BucketCounts } from './bucket-counts.ts';

/** Relative differences up to this are rounding, not observations. */
const TOLERANCE = 1e-12;
const SMALLEST_NORMAL = 2 ** -1022;

/** What had to be forced, for the remark on it. */
export interface MonotonicityRepair {
  readonly minBound: number;
  readonly maxBound: number;
  readonly maxDifference: number;
}

/**
 * Makes cumulative counts rise, as they must: what falls is lifted to the bucket below it. Buckets
 * of one histogram can disagree when they are scraped while they change, or rounded by a rate.
 * Returns what was lifted by more than rounding.
 */
export function forceMonotonic(buckets: BucketCounts): MonotonicityRepair | undefined {
  const { bounds, counts, length } = buckets;
  let repair: MonotonicityRepair | undefined;
  let previous = counts[0];
  for (let i = 1; i < length; i++) {
    const current = counts[i];
    if (current === previous) continue;
    if (almostEqual(previous, current)) {
      counts[i] = previous;
    } else if (current < previous) {
      counts[i] = previous;
      repair = widestRepair(
        { minBound: bounds[i], maxBound: bounds[i], maxDifference: previous - current },
        repair,
      );
    } else {
      previous = current;
    }
  }
  return repair;
}

/** One repair that covers two. */
export function widestRepair(a: MonotonicityRepair, b: MonotonicityRepair = a): MonotonicityRepair {
  return {
    minBound: Math.min(a.minBound, b.minBound),
    maxBound: Math.max(a.maxBound, b.maxBound),
    maxDifference: Math.max(a.maxDifference, b.maxDifference),
  };
}

function almostEqual(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) && Number.isNaN(b);
  const sum = Math.abs(a) + Math.abs(b);
  const difference = Math.abs(a - b);
  if (a === 0 || b === 0 || sum < SMALLEST_NORMAL) return difference < TOLERANCE * SMALLEST_NORMAL;
  return difference / Math.min(sum, Number.MAX_VALUE) < TOLERANCE;
}
