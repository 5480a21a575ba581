import type { AlignedColumns } from '../../data/aligned-columns.ts';

/** A time during which a series had one value. */
export interface Segment {
  /** Index of its first time. */
  readonly from: number;
  /** Index behind its last. */
  readonly to: number;
  readonly value: number;
}

/** Neighbouring points of one value are one segment; where there is no value there is none. */
export function segmentsOf(values: AlignedColumns['series'][number]['values']): readonly Segment[] {
  const segments: Segment[] = [];
  let from = 0;
  for (let i = 1; i <= values.length; i++) {
    const value = values[from];
    if (i < values.length && values[i] === value) continue;
    if (value !== null) segments.push({ from, to: i, value });
    from = i;
  }
  return segments;
}

/** Whether all values of the series are of a state that is either on or off. */
export function isOnOff(series: AlignedColumns['series']): boolean {
  return series.every(({ values }) => values.every((value) => value === null || value === 0 || value === 1));
}
