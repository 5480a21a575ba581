import uPlot from 'uplot';
import type { QueryWindow } from '../../data/time-range.ts';
import { CURSOR, pointAt, readCursor, zoomToSelection } from '../time-series/chart.ts';
import type { ChartCursor } from '../time-series/chart.ts';
import { timeAxis } from '../time-series/chart-axes.ts';
import type { ChartTheme } from '../time-series/chart-theme.ts';
import { createPointing } from '../time-series/pointing.ts';
import type { HeatCells } from './buckets.ts';
import { heatColour, heatShare } from './heat-colours.ts';

/** A drawn heatmap. */
export interface HeatChart {
  readonly setData: (cells: HeatCells, window: QueryWindow) => void;
  readonly resize: (widthPx: number) => void;
  readonly pointAt: (index: number | undefined) => void;
  readonly destroy: () => void;
}

export interface HeatChartOptions {
  readonly theme: ChartTheme;
  readonly isDark: boolean;
  /** How a bound is written at the axis. */
  readonly boundText: (bound: string) => string;
  readonly onCursor: (cursor: ChartCursor | undefined) => void;
  readonly onZoom: (startMs: number, endMs: number) => void;
}

const HEIGHT_PX = 172;
/** Bounds at the axis, beyond which some are left out. */
const MAX_LABELS = 8;
const EMPTY: HeatCells = { times: [], bounds: [], counts: [], max: 0 };

/** Draws buckets as rows of cells over time, with the crosshair that all charts share. */
export function createHeatChart(container: HTMLElement, options: HeatChartOptions): HeatChart {
  let window: QueryWindow = { startMs: 0, endMs: 1, stepMs: 1 };
  let cells = EMPTY;
  const pointing = createPointing();
  const plot = new uPlot(
    {
      ms: 1,
      width: Math.max(1, container.clientWidth),
      height: HEIGHT_PX,
      padding: [8, null, 0, 0],
      legend: { show: false },
      cursor: CURSOR,
      scales: {
        x: { time: true, range: () => [window.startMs, window.endMs] },
        y: { range: () => [0, Math.max(1, cells.bounds.length)] },
      },
      axes: [timeAxis(options.theme), boundAxis(options, () => cells)],
      series: [{}, { show: true, paths: () => null, points: { show: false } }],
      hooks: {
        draw: [(self) => drawCells(self, cells, window.stepMs, options.isDark)],
        ready: [pointing.watch],
        setCursor: [(self) => options.onCursor(readCursor(self, pointing.now()))],
        setSelect: [(self) => zoomToSelection(self, options.onZoom)],
      },
    },
    [[], []],
    container,
  );
  return {
    setData: (next, nextWindow) => {
      cells = next;
      window = nextWindow;
      plot.setData([[...cells.times], cells.times.map(() => null)]);
    },
    resize: (widthPx) => plot.setSize({ width: Math.max(1, widthPx), height: HEIGHT_PX }),
    pointAt: (index) => pointing.byKeys(() => pointAt(plot, index)),
    destroy: () => plot.destroy(),
  };
}

function boundAxis({ theme, boundText }: HeatChartOptions, cellsOf: () => HeatCells): uPlot.Axis {
  return {
    stroke: theme.text,
    font: theme.font,
    gap: 6,
    size: (_, values) => Math.max(36, Math.max(0, ...(values ?? []).map((text) => text.length)) * 6.6 + 12),
    grid: { show: false },
    ticks: { show: false },
    // A bound stands at the upper edge of its row.
    splits: () => {
      const { length } = cellsOf().bounds;
      const every = Math.max(1, Math.ceil(length / MAX_LABELS));
      return Array.from({ length: Math.floor(length / every) }, (_, i) => (i + 1) * every);
    },
    values: (_, splits) => splits.map((split) => boundText(cellsOf().bounds[split - 1] ?? '')),
  };
}

function drawCells(plot: uPlot, { times, counts, max }: HeatCells, stepMs: number, isDark: boolean): void {
  const { ctx } = plot;
  ctx.save();
  const lefts = times.map((time) => Math.round(plot.valToPos(time - stepMs, 'x', true)));
  const { left, width } = plot.bbox;
  counts.forEach((row, bucket) => {
    const bottom = Math.round(plot.valToPos(bucket, 'y', true));
    const top = Math.round(plot.valToPos(bucket + 1, 'y', true));
    row.forEach((count, i) => {
      if (count === null || count <= 0) return;
      const from = Math.max(left, lefts[i]);
      const to = i + 1 < lefts.length ? lefts[i + 1] : left + width;
      ctx.fillStyle = heatColour(heatShare(count, max), isDark);
      ctx.fillRect(from, top, Math.max(1, to - from), Math.max(1, bottom - top - 1));
    });
  });
  ctx.restore();
}
