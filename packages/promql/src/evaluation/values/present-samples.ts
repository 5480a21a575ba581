import type { Column, RangeSeries } from './value.ts';

/** The values of a column that are there, with the times of their steps; histograms are left out. */
export function presentSamples(
  { values, present }: Column,
  times: Float64Array,
): Pick<RangeSeries, 'timestamps' | 'values'> {
  if (!present.includes(0)) return { timestamps: times, values };
  const first = Math.max(0, present.indexOf(1));
  const end = present.lastIndexOf(1) + 1;
  const gap = present.indexOf(0, first);
  // A series that begins or ends within the query has no holes as a rule: a view of it will do.
  if (gap === -1 || gap >= end) {
    return { timestamps: times.subarray(first, end), values: values.subarray(first, end) };
  }
  const isPresent = (_: number, step: number): boolean => present[step] === 1;
  return { timestamps: times.filter(isPresent), values: values.filter(isPresent) };
}
