import uPlot from 'uplot';
import type { AlignedColumns } from '../../data/aligned-columns.ts';
import type { QueryWindow } from '../../data/time-range.ts';
import { formatTimeTicks } from '../../format/times.ts';
import { formatTicks, tickIncrements } from '../../format/units.ts';
import { lineStyle } from '../lines/palette.ts';
import type { ChartTheme } from './chart-theme.ts';
import { drawThreshold } from './threshold-line.ts';
import { yRange } from './y-range.ts';

/** Where the reader points: an index into the columns' times and a position within the chart. */
export interface ChartCursor {
  readonly index: number;
  readonly leftPx: number;
  /** What moved the crosshair: the pointer over this chart, the keys, or another chart. */
  readonly by: 'pointer' | 'keys' | 'sync';
}

/** What a chart is made for; a change of any of it needs a new chart. */
export interface ChartOptions {
  readonly unit: string;
  readonly threshold: number | undefined;
  readonly theme: ChartTheme;
  /** Names of the series with the number of each one's line. */
  readonly lines: readonly { readonly name: string; readonly line: number }[];
  readonly onCursor: (cursor: ChartCursor | undefined) => void;
  readonly onZoom: (startMs: number, endMs: number) => void;
}

/** A drawn chart. */
export interface Chart {
  readonly setData: (columns: AlignedColumns, window: QueryWindow) => void;
  /** Shows one series alone, or all of them. */
  readonly isolate: (name: string | undefined) => void;
  readonly resize: (widthPx: number) => void;
  /** Points at an index; `undefined` takes the crosshair away. */
  readonly pointAt: (index: number | undefined) => void;
  readonly destroy: () => void;
}

/** Height of the plot with its time axis. */
const CHART_HEIGHT_PX = 172;
/** Charts with this key share their crosshair. */
const SYNC_KEY = 'telltale';

/** Draws a chart into `container`, which should be empty and have a width. */
export function createChart(container: HTMLElement, options: ChartOptions): Chart {
  let window: QueryWindow = { startMs: 0, endMs: 1, stepMs: 1 };
  const plot = new uPlot(
    {
      ms: 1,
      width: Math.max(1, container.clientWidth),
      height: CHART_HEIGHT_PX,
      padding: [8, null, 0, 0],
      legend: { show: false },
      cursor: CURSOR,
      scales: {
        x: { time: true, range: () => [window.startMs, window.endMs] },
        y: { range: (_, min, max) => yRange(min, max, options.unit, options.threshold) },
      },
      axes: [timeAxis(options.theme), valueAxis(options)],
      series: [{}, ...options.lines.map((line) => seriesOptions(line.line, options))],
      hooks: {
        drawAxes: [(self) => drawThreshold(self, options.threshold, options.theme)],
        setCursor: [(self) => options.onCursor(readCursor(self))],
        setSelect: [(self) => zoomToSelection(self, options.onZoom)],
      },
    },
    [[], ...options.lines.map(() => [])],
    container,
  );

  return {
    setData: (columns, next) => {
      window = next;
      plot.setData([[...columns.times], ...columns.series.map((series) => [...series.values])]);
    },
    isolate: (name) => {
      plot.batch(() => {
        options.lines.forEach((line, index) => {
          const show = name === undefined || line.name === name;
          if (plot.series[index + 1].show !== show) plot.setSeries(index + 1, { show });
        });
      });
    },
    resize: (widthPx) => plot.setSize({ width: Math.max(1, widthPx), height: CHART_HEIGHT_PX }),
    pointAt: (index) => {
      const time = index === undefined ? undefined : plot.data[0][index];
      const left = time === undefined ? -10 : plot.valToPos(time, 'x');
      plot.setCursor({ left, top: left < 0 ? -10 : plot.over.clientHeight / 2 });
    },
    destroy: () => plot.destroy(),
  };
}

const SECOND_MS = 1000;
const HOUR_MS = 3_600_000;
const TIME_INCREMENTS_MS: readonly number[] = [
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 3, 4, 6, 12, 24, 48, 168].map((hours) => hours * HOUR_MS),
];

/** The crosshair, and the selection that zooms. */
export const CURSOR: uPlot.Cursor = {
  y: false,
  // Only the crosshair is shared: a selection dragged in one chart must zoom once.
  sync: {
    key: SYNC_KEY,
    setSeries: false,
    filters: { pub: (type) => type === 'mousemove' || type === 'mouseleave' },
  },
  drag: { x: true, y: false, setScale: false, dist: 8 },
  points: { size: 7 },
};

function seriesOptions(line: number, { theme, lines }: ChartOptions): uPlot.Series {
  const { colour, dash } = lineStyle(line);
  const stroke = theme.series[colour - 1];
  return {
    stroke,
    width: 1.5,
    dash: [...dash],
    // An area under one line reads well; under many it is fog.
    ...(lines.length === 1 ? { fill: `color-mix(in srgb, ${stroke} 14%, transparent)` } : {}),
    points: { show: (self, index) => isLonely(self.data[index]), size: 5, fill: stroke },
  };
}

/** Whether a column's points have no neighbours to draw a line to, as after the very first scrape. */
function isLonely(values: ArrayLike<number | null | undefined>): boolean {
  let previous = false;
  for (let index = 0; index < values.length; index++) {
    const present = values[index] !== null && values[index] !== undefined;
    if (present && previous) return false;
    previous = present;
  }
  return true;
}

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

function valueAxis({ theme, unit }: ChartOptions): uPlot.Axis {
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

/** Where the crosshair is; nothing where there is none. */
export function readCursor(plot: uPlot): ChartCursor | undefined {
  const { idx, left } = plot.cursor;
  if (idx === null || idx === undefined || left === undefined || left < 0) return undefined;
  return { index: idx, leftPx: left + plot.over.offsetLeft, by: moverOf(plot) };
}

function moverOf(plot: uPlot): ChartCursor['by'] {
  if (plot.over.matches(':hover')) return 'pointer';
  const isFocused = plot.root.closest('[tabindex]') === document.activeElement;
  return isFocused && document.querySelector('.u-over:hover') === null ? 'keys' : 'sync';
}

/** Takes a selection as a wish to see it larger. */
export function zoomToSelection(plot: uPlot, onZoom: ChartOptions['onZoom']): void {
  const { left, width } = plot.select;
  if (width <= 0) return;
  onZoom(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}
