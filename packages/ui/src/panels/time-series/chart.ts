import type { Panel } from '@telltale/station/contract';
import uPlot from 'uplot';
import type { AlignedColumns, AlignedSeries } from '../../data/aligned-columns.ts';
import type { QueryWindow } from '../../data/time-range.ts';
import { formatTimeTicks } from '../../format/times.ts';
import { formatTicks, tickIncrements } from '../../format/units.ts';
import { lineStyle } from '../lines/palette.ts';
import type { ChartTheme } from './chart-theme.ts';
import { drawMarks } from './mark-lines.ts';
import type { ChartMark } from './mark-lines.ts';
import { createPointing } from './pointing.ts';
import type { PointedBy } from './pointing.ts';
import { plottedValues } from './plotted-values.ts';
import { drawThresholdBands, drawThresholdLines } from './threshold-line.ts';
import { yRange } from './y-range.ts';

/** Where the reader points: an index into the columns' times and a position within the chart. */
export interface ChartCursor {
  readonly index: number;
  readonly leftPx: number;
  /** Whether there is more room at the left of it. */
  readonly isPastMiddle: boolean;
  readonly by: PointedBy;
}

/** One line of a chart. */
export interface ChartLine extends Pick<AlignedSeries, 'name' | 'axis' | 'isBaseline'> {
  /** Number of its look, from 0. */
  readonly line: number;
}

/** How a panel wants its chart. */
export type ChartLook = Pick<
  Panel,
  'unit' | 'rightUnit' | 'draw' | 'isStacked' | 'nulls' | 'thresholds' | 'min' | 'max'
>;

/** What a chart is made for; a change of any of it needs a new chart. */
export interface ChartOptions {
  readonly look: ChartLook;
  readonly theme: ChartTheme;
  readonly lines: readonly ChartLine[];
  readonly onCursor: (cursor: ChartCursor | undefined) => void;
  readonly onZoom: (startMs: number, endMs: number) => void;
}

/** A drawn chart. */
export interface Chart {
  readonly setData: (columns: AlignedColumns, window: QueryWindow) => void;
  /** Draws what happened meanwhile. */
  readonly setMarks: (marks: readonly ChartMark[]) => void;
  /** Shows one series alone, or all of them. */
  readonly isolate: (name: string | undefined) => void;
  readonly resize: (widthPx: number) => void;
  /** Points at an index; `undefined` takes the crosshair away. */
  readonly pointAt: (index: number | undefined) => void;
  readonly destroy: () => void;
}

/** Height of the plot with its time axis. */
const CHART_HEIGHT_PX = 172;
/** The scale of lines that belong to the axis at the right. */
const RIGHT = 'right';
const BARS = uPlot.paths.bars?.({ size: [0.8, 40] });
/** Charts with this key share their crosshair. */
const SYNC_KEY = 'telltale';

/** Draws a chart into `container`, which should be empty and have a width. */
export function createChart(container: HTMLElement, options: ChartOptions): Chart {
  let window: QueryWindow = { startMs: 0, endMs: 1, stepMs: 1 };
  let marks: readonly ChartMark[] = [];
  const pointing = createPointing();
  const { look, theme } = options;
  const hasRight = options.lines.some(({ axis }) => axis === 'right');
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
        y: { range: (_, min, max) => leftRange(min, max, look) },
        ...(hasRight && { [RIGHT]: { range: (_, min, max) => yRange(min, max, look.rightUnit ?? '', []) } }),
      },
      axes: [
        timeAxis(theme),
        valueAxis(theme, look.unit),
        ...(hasRight ? [rightAxis(theme, look.rightUnit ?? '')] : []),
      ],
      series: [{}, ...options.lines.map((line) => seriesOptions(line, options))],
      bands: look.isStacked === true ? stackBands(options.lines) : [],
      hooks: {
        drawAxes: [
          (self) => drawThresholdBands(self, look.thresholds ?? [], theme),
          (self) => drawMarks(self, marks, theme),
        ],
        draw: [(self) => drawThresholdLines(self, look.thresholds ?? [], theme)],
        ready: [pointing.watch],
        setCursor: [(self) => options.onCursor(readCursor(self, pointing.now()))],
        setSelect: [(self) => zoomToSelection(self, options.onZoom)],
      },
    },
    [[], ...options.lines.map(() => [])],
    container,
  );

  return {
    setData: (columns, next) => {
      window = next;
      const values = plottedValues(columns.series, look);
      plot.setData([[...columns.times], ...values.map((all) => [...all])]);
    },
    setMarks: (next) => {
      marks = next;
      plot.redraw(false);
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
    pointAt: (index) => pointing.byKeys(() => pointAt(plot, index)),
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

/** The range that the panel fixes, else the one that suits the data. */
function leftRange(
  dataMin: number | null,
  dataMax: number | null,
  { unit, thresholds = [], min, max }: ChartLook,
): [number, number] {
  const values = thresholds.map(({ value }) => value);
  const [low, high] = yRange(dataMin, dataMax, unit, values);
  return [min ?? low, max ?? high];
}

/** In a stack each line fills the room down to the one below it on its axis. */
function stackBands(lines: readonly ChartLine[]): uPlot.Band[] {
  const below = new Map<ChartLine['axis'], number>();
  return lines.flatMap(({ axis, isBaseline }, i): uPlot.Band[] => {
    if (isBaseline) return [];
    const lower = below.get(axis);
    below.set(axis, i + 1);
    return lower === undefined ? [] : [{ series: [i + 1, lower] }];
  });
}

const BASELINE_DASH: readonly number[] = [1, 4];

function seriesOptions(
  { line, axis, isBaseline }: ChartLine,
  { theme, lines, look }: ChartOptions,
): uPlot.Series {
  const { colour, dash } = lineStyle(line);
  const stroke = theme.series[colour - 1];
  const { draw = 'lines', isStacked = false, nulls } = look;
  // An area under one line reads well; under many it is fog, unless they stand on one another.
  const isFilled = !isBaseline && (lines.length === 1 || draw === 'area' || isStacked);
  const fill = `color-mix(in srgb, ${stroke} ${isStacked || draw === 'bars' ? 45 : 14}%, transparent)`;
  return {
    stroke,
    width: isBaseline ? 1 : 1.5,
    dash: [...(isBaseline ? BASELINE_DASH : dash)],
    ...(axis === 'right' && { scale: RIGHT }),
    ...((isFilled || draw === 'bars') && { fill }),
    ...(draw === 'bars' && !isBaseline && { paths: BARS }),
    spanGaps: nulls === 'connected',
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

function rightAxis(theme: ChartTheme, unit: string): uPlot.Axis {
  // 1 is the right: the names of uPlot's sides are types only, and not there when it runs.
  return Object.assign(valueAxis(theme, unit), { side: 1, scale: RIGHT, grid: { show: false } });
}

function valueAxis(theme: ChartTheme, unit: string): uPlot.Axis {
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
export function readCursor(plot: uPlot, by: PointedBy): ChartCursor | undefined {
  const { idx, left } = plot.cursor;
  if (idx === null || idx === undefined || left === undefined || left < 0) return undefined;
  // What uPlot knows by itself: asking the document for places would lay out the page anew for each chart.
  const originPx = plot.bbox.left / uPlot.pxRatio;
  return { index: idx, leftPx: left + originPx, isPastMiddle: left + originPx > plot.width / 2, by };
}

/** Points at a time; at nothing without an index. */
export function pointAt(plot: uPlot, index: number | undefined): void {
  const time = index === undefined ? undefined : plot.data[0][index];
  const left = time === undefined ? -10 : plot.valToPos(time, 'x');
  plot.setCursor({ left, top: left < 0 ? -10 : plot.over.clientHeight / 2 });
}

/** Takes a selection as a wish to see it larger. */
export function zoomToSelection(plot: uPlot, onZoom: ChartOptions['onZoom']): void {
  const { left, width } = plot.select;
  if (width <= 0) return;
  onZoom(plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x'));
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
}
