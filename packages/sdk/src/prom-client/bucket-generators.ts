/**
 * Bucket bounds at equal distances. Throws where the count is not positive.
 *
 * @example
 * ```ts
 * import { linearBuckets } from '@telltale/sdk/prom-client';
 *
 * console.log(linearBuckets(0, 50, 3)); // [ 0, 50, 100 ]
 * ```
 */
export function linearBuckets(start: number, width: number, count: number): number[] {
  if (count < 1) throw new Error('Linear buckets needs a positive count');
  return Array.from({ length: count }, (_, index) => start + index * width);
}

/**
 * Bucket bounds each of which is a multiple of the one before. Throws where the start or the count is not
 * positive or the factor is not above 1.
 *
 * @example
 * ```ts
 * import { exponentialBuckets } from '@telltale/sdk/prom-client';
 *
 * console.log(exponentialBuckets(1, 2, 4)); // [ 1, 2, 4, 8 ]
 * ```
 */
export function exponentialBuckets(start: number, factor: number, count: number): number[] {
  if (start <= 0) throw new Error('Exponential buckets needs a positive start');
  if (count < 1) throw new Error('Exponential buckets needs a positive count');
  if (factor <= 1) throw new Error('Exponential buckets needs a factor greater than 1');
  const buckets: number[] = [];
  // Multiplied step by step, not by powers: the last digits of the bounds are part of the series' names.
  for (let bound = start; buckets.length < count; bound *= factor) buckets.push(bound);
  return buckets;
}
