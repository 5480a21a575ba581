import type { HistogramColumn, VectorSelector } from '@telltale/model';
import { bitsOf, isStaleAt } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { countPresent } from '../context/evaluation-context.ts';
import { nameResets } from '../native/named-resets.ts';
import type { SeriesStream } from '../stream/series-stream.ts';
import type { Column } from '../values/value.ts';
import { selectionTimes } from './selection-times.ts';
import type { Windows } from './windows.ts';
import { WindowCutter } from './windows.ts';

/**
 * Whether a selector yields the values of its samples or, for `timestamp()`, their times; with histograms,
 * where they have to be noticed.
 */
export type Reading = 'value' | 'timestamp' | 'time and histogram';

/** The newest sample of each series within the lookback of each step, unless it is stale. */
export async function selectInstant(
  context: EvaluationContext,
  selector: VectorSelector,
  reading: Reading = 'value',
): Promise<SeriesStream> {
  const { lookbackMs, closedWindows, grid } = context;
  const endsMs = selectionTimes(context, selector);
  const startMs = endsMs[0] - lookbackMs + (closedWindows ? 0 : 1);
  const stored = await context.loader.load(selector, startMs, endsMs[grid.count - 1]);
  const loaded = context.resetReading === 'named' ? nameResets(stored) : stored;
  const cutter = new WindowCutter({ endsMs, lengthMs: lookbackMs, closed: closedWindows });
  return {
    type: 'stream',
    *series(columns) {
      for (const { labels, timestamps, values, histograms } of loaded) {
        const column = columns.take();
        const windows = cutter.cut(timestamps);
        readNewest(column, values, reading === 'value' ? undefined : timestamps, windows);
        countPresent(context, column.present);
        const newest = reading !== 'timestamp' && histograms && newestHistograms(histograms, column, windows);
        yield { labels, dropName: false, ...column, ...(newest && { histograms: newest }) };
      }
    },
  };
}

/** @param times Where given, the time of the sample is read instead of its value. */
function readNewest(
  column: Column,
  values: Float64Array,
  times: Float64Array | undefined,
  { from, to }: Windows,
): void {
  let bits: Uint32Array | undefined;
  for (let step = 0; step < to.length; step++) {
    const newest = to[step] - 1;
    if (newest < from[step]) continue;
    const value = values[newest];
    if (value !== value && isStaleAt((bits ??= bitsOf(values)), newest)) continue;
    column.values[step] = times === undefined ? value : times[newest] / 1000;
    column.present[step] = 1;
  }
}

/** The histograms among the newest samples; `undefined` when all are numbers. */
function newestHistograms(
  histograms: HistogramColumn,
  { present }: Column,
  { to }: Windows,
): HistogramColumn | undefined {
  const newest = Array.from(present, (there, step) => (there === 1 ? histograms[to[step] - 1] : undefined));
  return newest.some((histogram) => histogram !== undefined) ? newest : undefined;
}
