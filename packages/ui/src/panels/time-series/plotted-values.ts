import type { Panel } from '@telltale/station/contract';
import type { AlignedSeries } from '../../data/aligned-columns.ts';

type Values = readonly (number | null)[];

/** How the values of a panel become what is plotted. */
export type PlotStyle = Pick<Panel, 'isStacked' | 'nulls'>;

/**
 * What is plotted of each series: gaps as the panel wants them, and where it stacks, each on the sum of those before
 * it. A baseline stands on its own.
 */
export function plottedValues(
  series: readonly AlignedSeries[],
  { isStacked = false, nulls = 'gap' }: PlotStyle,
): readonly Values[] {
  const filled = series.map(({ values }) => (nulls === 'zero' ? withoutGaps(values) : values));
  if (!isStacked) return filled;
  const sums = new Map<AlignedSeries['axis'], number[]>();
  return series.map(({ axis, isBaseline }, i) => {
    if (isBaseline) return filled[i];
    const below = sums.get(axis) ?? filled[i].map(() => 0);
    sums.set(axis, below);
    return filled[i].map((value, at) => {
      if (value === null) return null;
      below[at] += value;
      return below[at];
    });
  });
}

/** Zero where nothing is, between the first and the last point: before and after nothing is known. */
function withoutGaps(values: Values): Values {
  const first = values.findIndex((value) => value !== null);
  const last = values.findLastIndex((value) => value !== null);
  return values.map((value, i) => (value === null && i > first && i < last && first >= 0 ? 0 : value));
}
