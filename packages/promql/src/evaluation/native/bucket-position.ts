import type { Bucket } from './buckets.ts';

/** How observations are assumed to lie within a bucket: evenly, or evenly by their order of magnitude. */
export type Spread = 'linear' | 'exponential';

/** The share of a bucket below a value that lies within its finite bounds. */
export function shareBelow(
  { lower, upper }: Pick<Bucket, 'lower' | 'upper'>,
  value: number,
  spread: Spread,
): number {
  if (spread === 'linear') return (value - lower) / (upper - lower);
  const from = Math.log2(Math.abs(lower));
  const to = Math.log2(Math.abs(upper));
  const at = Math.log2(Math.abs(value));
  return value > 0 ? (at - from) / (to - from) : 1 - (at - to) / (from - to);
}

/** The value below which a share of a bucket lies; the inverse of {@link shareBelow}. */
export function valueAtShare(
  { lower, upper }: Pick<Bucket, 'lower' | 'upper'>,
  share: number,
  spread: Spread,
): number {
  if (spread === 'linear') return lower + (upper - lower) * share;
  const from = Math.log2(Math.abs(lower));
  const to = Math.log2(Math.abs(upper));
  return lower > 0 ? 2 ** (from + (to - from) * share) : -(2 ** (to + (from - to) * (1 - share)));
}
