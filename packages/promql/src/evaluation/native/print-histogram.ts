import type { NativeHistogram } from '@telltale/model';
import { formatGeneral } from '../numeric/format-general.ts';
import type { Bucket } from './buckets.ts';
import { negativeBuckets, positiveBuckets, zeroBucket } from './buckets.ts';

/** One line, as `count_values` shows a histogram: `{count:3, sum:4.5, [-0.1,0.1]:1, (1,2]:2}`. */
export function printHistogram(histogram: NativeHistogram): string {
  const buckets = [...negativeBuckets(histogram), zeroBucket(histogram), ...positiveBuckets(histogram)];
  const populated = buckets.filter(({ count }) => count !== 0);
  const parts = [
    `count:${formatGeneral(histogram.count)}`,
    `sum:${formatGeneral(histogram.sum)}`,
    ...populated.map(printBucket),
  ];
  return `{${parts.join(', ')}}`;
}

function printBucket({ lower, upper, includesLower, includesUpper, count }: Bucket): string {
  const bounds = `${formatGeneral(lower)},${formatGeneral(upper)}`;
  return `${includesLower ? '[' : '('}${bounds}${includesUpper ? ']' : ')'}:${formatGeneral(count)}`;
}
