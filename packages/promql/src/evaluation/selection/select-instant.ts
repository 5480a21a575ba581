import type { HistogramColumn, VectorSelector } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { countPresent } from '../context/evaluation-context.ts';
import { nameResets } from '../native/named-resets.ts';
import type { SeriesStream } from '../stream/series-stream.ts';
import type { Column } from '../values/value.ts';
import { NewestReader } from './newest-reader.ts';
import { selectionTimes } from './selection-times.ts';

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
  const scan = await context.loader.load(selector, startMs, endsMs[grid.count - 1], needs);
  const isNaming = context.resetReading === 'named';
  const reader = new NewestReader({ endsMs, lengthMs: lookbackMs, closed: closedWindows });
  return {
    type: 'stream',
    *series(columns) {
      for (const stored of scan) {
        const series = isNaming ? nameResets(stored) : stored;
        const { labels, timestamps, histograms } = series;
        const column = columns.take();
        const newest = reader.read(series, column);
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

/** The histograms among the newest samples; `undefined` when all are numbers. */
function newestHistograms(
  histograms: HistogramColumn,
  { present }: Column,
  newest: Int32Array,
): HistogramColumn | undefined {
  const found = Array.from(present, (there, step) => (there === 1 ? histograms[newest[step]] : undefined));
  return found.some((histogram) => histogram !== undefined) ? found : undefined;
}
