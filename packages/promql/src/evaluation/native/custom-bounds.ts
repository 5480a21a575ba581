/** Whether two lists of custom bounds are the same. */
export function sameBounds(a: readonly number[], b: readonly number[]): boolean {
  return a === b || (a.length === b.length && a.every((bound, i) => bound === b[i]));
}

/** The bounds that both of two ascending lists have. */
export function commonBounds(a: readonly number[], b: readonly number[]): number[] {
  const other = new Set(b);
  return a.filter((bound) => other.has(bound));
}

/**
 * Says for the buckets of some custom bounds in which bucket of fewer bounds they lie.
 *
 * @param fewer Some of `bounds`; where a bound is missing its bucket is joined with the next.
 */
export function bucketMapping(
  bounds: readonly number[],
  fewer: readonly number[],
): (index: number) => number {
  let target = 0;
  const targets = bounds.map((bound) => {
    while (target < fewer.length && fewer[target] < bound) target++;
    return target;
  });
  return (index) => (index < targets.length ? targets[index] : fewer.length);
}
