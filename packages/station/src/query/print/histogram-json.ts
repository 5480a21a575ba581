import type { NativeHistogram } from '@telltale/model';
import { bucketRows } from '@telltale/promql';
import { formatSampleValue } from './sample-value.ts';

/** A native histogram as Prometheus' API lists it: numbers as texts, populated buckets only. */
export function histogramJson(histogram: NativeHistogram): string {
  const rows = bucketRows(histogram).map(([rule, lower, upper, count]) => {
    const numbers = [lower, upper, count].map((number) => `"${formatSampleValue(number)}"`);
    return `[${rule},${numbers.join(',')}]`;
  });
  const buckets = rows.length === 0 ? '' : `,"buckets":[${rows.join(',')}]`;
  return `{"count":"${formatSampleValue(histogram.count)}","sum":"${formatSampleValue(histogram.sum)}"${buckets}}`;
}
