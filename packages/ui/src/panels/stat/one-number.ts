import type { AlignedColumns } from '../../data/aligned-columns.ts';

/** Several series made one. */
export interface OneNumber {
  readonly values: readonly (number | null)[];
  /** How it was made, empty for a single series: `sum of 4`, or `highest of 4`. */
  readonly how: string;
}

/** Units of which parts add up; of others, such as shares and durations, the worst is what matters. */
const ADDITIVE_UNITS: ReadonlySet<string> = new Set(['per_second', 'bytes_per_second', 'bytes']);

/** Reduces the series of a panel to one number at each time: their sum, or the highest of them. */
export function toOneNumber(columns: AlignedColumns, unit: string): OneNumber {
  const { series } = columns;
  if (series.length <= 1) return { values: series[0]?.values ?? [], how: '' };
  const isSum = ADDITIVE_UNITS.has(unit);
  const join = isSum ? (a: number, b: number) => a + b : Math.max;
  const values = columns.times.map((_, index) =>
    series.reduce<number | null>((joined, one) => {
      const value = one.values[index];
      if (value === null) return joined;
      return joined === null ? value : join(joined, value);
    }, null),
  );
  return { values, how: `${isSum ? 'sum' : 'highest'} of ${series.length}` };
}
