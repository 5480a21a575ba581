import type { HistogramColumn } from '@telltale/model';
import { bucketRows } from '@telltale/promql';
import { formatSampleValue } from './sample-value.ts';

/** A chart that is read by people has fewer. */
const MAX_BUCKETS = 400;

/** The observations of one bucket alone, for each step. */
export interface BucketColumn {
  /** Upper bound. */
  readonly le: string;
  readonly values: readonly string[];
}

/**
 * The buckets of histograms over time, from the lowest to the highest. Where there is a histogram, a bucket that it
 * leaves out holds nothing; where there is none, neither is a value.
 */
export function bucketColumns(
  histograms: HistogramColumn,
  stepCount: number,
  stepOf: (index: number) => number,
): { readonly columns: readonly BucketColumn[]; readonly omitted: number } {
  const present = histograms.flatMap((histogram, i) => (histogram ? [{ step: stepOf(i), histogram }] : []));
  const texts = Array.from({ length: stepCount }, () => 'null');
  for (const { step } of present) texts[step] = '0';
  const byBound = new Map<number, string[]>();
  const left = new Set<number>();
  for (const { step, histogram } of present) {
    for (const [, , upper, count] of bucketRows(histogram)) {
      let column = byBound.get(upper);
      if (!column && byBound.size < MAX_BUCKETS) byBound.set(upper, (column = [...texts]));
      if (!column) left.add(upper);
      else if (Number.isFinite(count)) column[step] = String(count);
    }
  }
  const columns = [...byBound]
    .toSorted(([a], [b]) => a - b)
    .map(([upper, values]) => ({ le: formatSampleValue(upper), values }));
  return { columns, omitted: left.size };
}
