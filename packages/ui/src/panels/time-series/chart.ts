import type { BatchExemplar, Panel } from '@telltale/station/contract';
import uPlot from 'uplot';
import type { AlignedColumns, AlignedSeries } from '../../data/aligned-columns.ts';
import type { QueryWindow } from '../../data/time-range.ts';
import { lineStyle } from '../lines/palette.ts';
import { drawExemplars, exemplarAt, exemplarSpot } from '../exemplars/exemplar-points.ts';
import { isMeasured } from '../exemplars/exemplar-query.ts';
import { rightAxis, timeAxis, valueAxis } from './chart-axes.ts';
import type { ChartTheme } from './chart-theme.ts';
import { drawMarks } from './mark-lines.ts';
import type { ChartMark } from './mark-lines.ts';
import { createPointing } from './pointing.ts';
import type { PointedBy, Pointing } from './pointing.ts';
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
  /** The exemplar pointed at, and where it stands within the chart. */
  readonly exemplar?: { readonly one: BatchExemplar; readonly x: number; readonly y: number };
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

/** What a chart shows. Parts that stay the same object are not drawn anew. */
export interface ChartContent {
  readonly columns: AlignedColumns;
  readonly window: QueryWindow;
  /** What happened meanwhile. */
  readonly marks: readonly ChartMark[];
  /** Single measurements, ascending in time. */
  readonly exemplars: readonly BatchExemplar[];
  /** Name of the series shown alone; `undefined` for all of them. */
  readonly isolated: string | undefined;
}

/** A drawn chart. */
export interface Chart {
  readonly show: (content: ChartContent) => void;
  readonly resize: (widthPx: number) => void;
  /** Points at an index; `undefined` takes the crosshair away. */
  readonly pointAt: (index: number | undefined) => void;
  /** Points at an exemplar by its index. */
  readonly pointAtExemplar: (index: number) => void;
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
export function createChart(
  container: HTMLElement,
  widthPx: number,
  options: ChartOptions,
  first: ChartContent,
): Chart {
  let content = first;
  const pointing = createPointing();
  const plot = new uPlot(
    plotOptions(widthPx, options, pointing, () => content),
    plotData(first, options.look),
    container,
  );
  return {
    show: (next) => {
      const before = content;
      content = next;
      // uPlot draws once for all of this, when the present task is done.
      if (next.columns !== before.columns || next.exemplars !== before.exemplars)
        plot.setData(plotData(next, options.look));
      else if (next.marks !== before.marks) plot.redraw(false);
      if (next.isolated !== before.isolated) isolate(plot, options.lines, next.isolated);
    },
    resize: (nextPx) => {
      if (nextPx !== plot.width && nextPx > 0) plot.setSize({ width: nextPx, height: CHART_HEIGHT_PX });
    },
    pointAt: (index) => pointing.byKeys(() => pointAt(plot, index)),
    pointAtExemplar: (index) => {
      const spot = exemplarSpot(plot, content.exemplars[index], options.look.unit);
      if (spot !== undefined) pointing.byKeys(() => plot.setCursor({ left: spot.x, top: spot.y }), index);
    },
    destroy: () => plot.destroy(),
  };
}

function plotOptions(
  widthPx: number,
  options: ChartOptions,
  pointing: Pointing,
  content: () => ChartContent,
): uPlot.Options {
  const { look, theme, lines } = options;
  const hasRight = lines.some(({ axis }) => axis === 'right');
  const { isolated } = content();
  return {
    ms: 1,
    width: Math.max(1, widthPx),
    height: CHART_HEIGHT_PX,
    padding: [8, null, 0, 0],
    legend: { show: false },
    cursor: {
      ...CURSOR,
      // Charts that follow another one show the moment alone: hundreds of moving points would cost frames.
      dataIdx: (_, series, index) => (series > 0 && pointing.now() === 'sync' ? null : index),
    },
    scales: {
      x: { time: true, range: () => [content().window.startMs, content().window.endMs] },
      y: { range: (_, min, max) => leftRange(min, max, look, content().exemplars) },
      ...(hasRight && { [RIGHT]: { range: (_, min, max) => yRange(min, max, look.rightUnit ?? '', []) } }),
    },
    axes: [
      timeAxis(theme),
      valueAxis(theme, look.unit),
      ...(hasRight ? [rightAxis(theme, look.rightUnit ?? '', RIGHT)] : []),
    ],
    series: [
      {},
      ...lines.map((line) => ({ ...seriesOptions(line, options), show: isShown(line, isolated) })),
    ],
    bands: look.isStacked === true ? stackBands(lines) : [],
    hooks: {
      drawAxes: [
        (self) => drawThresholdBands(self, look.thresholds ?? [], theme),
        (self) => drawMarks(self, content().marks, theme),
      ],
      draw: [
        (self) => drawThresholdLines(self, look.thresholds ?? [], theme),
        (self) => drawExemplars(self, content().exemplars, look.unit, theme),
      ],
      ready: [pointing.watch],
      setCursor: [
        (self) => {
          const cursor = readCursor(self, pointing.now());
          const { exemplars } = content();
          options.onCursor(cursor && withExemplar(self, cursor, exemplars, look.unit, pointing));
        },
      ],
      setSelect: [(self) => zoomToSelection(self, options.onZoom)],
    },
  };
}

function plotData({ columns }: ChartContent, look: ChartLook): uPlot.AlignedData {
  return [[...columns.times], ...plottedValues(columns.series, look).map((values) => [...values])];
}

function isShown({ name }: ChartLine, isolated: string | undefined): boolean {
  return isolated === undefined || name === isolated;
}

function isolate(plot: uPlot, lines: readonly ChartLine[], isolated: string | undefined): void {
  plot.batch(() => {
    lines.forEach((line, index) => {
      const show = isShown(line, isolated);
      if (plot.series[index + 1].show !== show) plot.setSeries(index + 1, { show });
    });
  });
}

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
  exemplars: readonly BatchExemplar[],
): [number, number] {
  const measured = isMeasured(unit) ? exemplars.map(({ value }) => value) : [];
  const values = [...thresholds.map(({ value }) => value), ...measured];
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

/** Where the crosshair is; nothing where there is none. */
export function readCursor(plot: uPlot, by: PointedBy): ChartCursor | undefined {
  const { idx, left } = plot.cursor;
  if (idx === null || idx === undefined || left === undefined || left < 0) return undefined;
  // What uPlot knows by itself: asking the document for places would lay out the page anew for each chart.
  const originPx = plot.bbox.left / uPlot.pxRatio;
  return { index: idx, leftPx: left + originPx, isPastMiddle: left + originPx > plot.width / 2, by };
}

/** A crosshair with the exemplar that it is at. Where there are none, nothing is looked for. */
function withExemplar(
  plot: uPlot,
  cursor: ChartCursor,
  exemplars: readonly BatchExemplar[],
  unit: string,
  pointing: Pointing,
): ChartCursor {
  if (exemplars.length === 0 || cursor.by === 'sync') return cursor;
  const index = cursor.by === 'keys' ? pointing.keyedExemplar() : exemplarAt(plot, exemplars, unit);
  const one = index === undefined ? undefined : exemplars[index];
  const spot = one && exemplarSpot(plot, one, unit);
  if (one === undefined || spot === undefined) return cursor;
  const { left, top } = plot.bbox;
  return { ...cursor, exemplar: { one, x: spot.x + left / uPlot.pxRatio, y: spot.y + top / uPlot.pxRatio } };
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
