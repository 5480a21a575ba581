import type { HistogramColumn, SeriesColumns, VectorSelector } from '@telltale/model';
import { bitsOf, isStaleAt } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { countPresent } from '../context/evaluation-context.ts';
import { nameResets } from '../native/named-resets.ts';
import type { SeriesStream } from '../stream/series-stream.ts';
import type { Column } from '../values/value.ts';
import { selectionTimes } from './selection-times.ts';
import type { WindowSpec, Windows } from './windows.ts';
import { WindowCutter } from './windows.ts';

/**
 * Whether a selector yields the values of its samples; their times, for `timestamp()`, and with
 * histograms, where they have to be noticed; or only says where there are any.
 */
export type Reading = 'value' | 'timestamp' | 'time and histogram' | 'presence';

/** The newest sample of each series within the lookback of each step, unless it is stale. */
export async function selectInstant(
  context: EvaluationContext,
  selector: VectorSelector,
  reading: Reading = 'value',
): Promise<SeriesStream> {
  const { lookbackMs, closedWindows, grid } = context;
  const endsMs = selectionTimes(context, selector);
  const startMs = endsMs[0] - lookbackMs + (closedWindows ? 0 : 1);
  const needs = reading === 'presence' || reading === 'timestamp' ? 'times' : 'values';
  const stored = await context.loader.load(selector, startMs, endsMs[grid.count - 1], needs);
  const loaded = context.resetReading === 'named' ? nameResets(stored) : stored;
  const readNewest = createReader({ endsMs, lengthMs: lookbackMs, closed: closedWindows });
  return {
    type: 'stream',
    *series(columns) {
      for (const series of loaded) {
        const { labels, timestamps, histograms } = series;
        const column = columns.take();
        const newest = readNewest(series, column);
        if (reading === 'timestamp' || reading === 'time and histogram')
          for (let step = 0; step < newest.length; step++)
            column.values[step] = timestamps[newest[step]] / 1000;
        countPresent(context, column.present);
        const found = needs === 'values' && histograms && newestHistograms(histograms, column, newest);
        yield { labels, dropName: false, ...column, ...(found && { histograms: found }) };
      }
    },
  };
}

/** Reads the newest sample of each step to a column; returns where it is, or -1. */
type NewestReader = (series: SeriesColumns, column: Column) => Int32Array;

/** Series that were scraped together have their samples at the same places: those are looked for once. */
function createReader(spec: WindowSpec): NewestReader {
  const cutter = new WindowCutter(spec);
  let windows: Windows | undefined;
  let newest = new Int32Array(0);
  return ({ timestamps, values }, column) => {
    const own = cutter.cut(timestamps);
    if (own !== windows) newest = own.to.map((to, step) => (to > own.from[step] ? to - 1 : -1));
    windows = own;
    let hasNan = false;
    for (let step = 0; step < newest.length; step++) {
      const at = newest[step];
      if (at < 0) continue;
      const value = values[at];
      column.values[step] = value;
      column.present[step] = 1;
      if (value !== value) hasNan = true;
    }
    if (hasNan) dropStale(values, newest, column);
    return newest;
  };
}

function dropStale(values: Float64Array, newest: Int32Array, { present }: Column): void {
  const bits = bitsOf(values);
  for (let step = 0; step < newest.length; step++)
    if (present[step] === 1 && isStaleAt(bits, newest[step])) present[step] = 0;
}

/** The histograms among the newest samples; `undefined` when all are numbers. */
function newestHistograms(
  histograms: HistogramColumn,
  { present }: Column,
  newest: Int32Array,
): HistogramColumn | undefined {
  const found = Array.from(present, (there, step) => (there === 1 ? histograms[newest[step]] : undefined));
  return found.some((histogram) => histogram !== undefined) ? found : undefined;
}
