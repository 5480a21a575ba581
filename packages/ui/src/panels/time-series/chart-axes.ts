import type uPlot from 'uplot';
import { formatTimeTicks } from '../../format/times.ts';
import { formatTicks, tickIncrements } from '../../format/units.ts';
import type { ChartTheme } from './chart-theme.ts';

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const TIME_INCREMENTS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 3, 4, 6, 12, 24, 48, 168].map((hours) => hours * HOUR_MS),
];

/** The axis of time below a chart. */
export function timeAxis(theme: ChartTheme): uPlot.Axis {
  return {
    stroke: theme.text,
    font: theme.font,
    size: 28,
    gap: 6,
    space: 60,
    incrs: [...TIME_INCREMENTS_MS],
    grid: { show: false },
    ticks: { stroke: theme.grid, width: 1, size: 4 },
    values: (_, splits, __, ___, incrementMs) => [...formatTimeTicks(splits, incrementMs)],
  };
}

/** The axis of values at the right, on the scale of that name. */
export function rightAxis(theme: ChartTheme, unit: string, scale: string): uPlot.Axis {
  // 1 is the right: the names of uPlot's sides are types only, and not there when it runs.
  return Object.assign(valueAxis(theme, unit), { side: 1, scale, grid: { show: false } });
}

/** The axis of values at the left. */
export function valueAxis(theme: ChartTheme, unit: string): uPlot.Axis {
  const increments = tickIncrements(unit);
  return {
    stroke: theme.text,
    font: theme.font,
    gap: 6,
    space: 36,
    size: (_, values) => Math.max(36, Math.max(0, ...(values ?? []).map((text) => text.length)) * 6.6 + 12),
    grid: { stroke: theme.grid, width: 1 },
    ticks: { show: false },
    ...(increments === undefined ? {} : { incrs: increments }),
    values: (_, splits) => [...formatTicks(unit, splits)],
  };
}
