import type { MatrixSelector, SelectRequest } from '@telltale/model';
import { bitsOf, isStaleAt } from '@telltale/model';
import type { EvaluationContext } from '../context/evaluation-context.ts';
import { countWindows } from '../context/evaluation-context.ts';
import type { RangeSeries, RangeVector, SeriesList } from '../values/value.ts';
import { nameResets } from '../native/named-resets.ts';
import { selectionTimes } from './selection-times.ts';
import { WindowCutter } from './windows.ts';

/** The samples of a range selector with the window of each step. */
export async function selectRange(
  context: EvaluationContext,
  node: MatrixSelector,
  needs?: SelectRequest['needs'],
): Promise<RangeVector> {
  const { closedWindows, grid } = context;
  const { selector, rangeMs } = node;
  const endsMs = selectionTimes(context, selector);
  const startMs = endsMs[0] - rangeMs + (closedWindows ? 0 : 1);
  const found = await context.loader.load(selector, startMs, endsMs[grid.count - 1], needs);
  const isNaming = context.resetReading === 'named';
  const cutter = new WindowCutter({ endsMs, lengthMs: rangeMs, closed: closedWindows });
  const series: SeriesList = {
    length: found.size,
    // Each series is looked at only when its turn comes, right before its windows are computed.
    *[Symbol.iterator]() {
      for (const stored of found) {
        const columns = isNaming ? nameResets(stored) : stored;
        const { timestamps, values, histograms, risesUntil } = withoutStale(columns);
        const { from, to } = cutter.cut(timestamps);
        const range = { labels: columns.labels, dropName: false, timestamps, values, risesUntil, from, to };
        countWindows(context, range);
        yield histograms ? { ...range, histograms } : range;
      }
    },
  };
  return { type: 'matrix', series, endsMs, rangeMs };
}

/** The samples of a series, without labels and windows. */
export type Samples = Pick<RangeSeries, 'timestamps' | 'values' | 'histograms' | 'risesUntil'>;

/** Range functions never see staleness markers. Most columns have none and are used as they are. */
export function withoutStale({ timestamps, values, histograms }: Samples): Samples {
  // Counters have neither markers nor resets as a rule, and one look tells both.
  const risesUntil = histograms ? 0 : risingLength(values);
  if (risesUntil === values.length) return { timestamps, values, risesUntil };
  const markers = countMarkers(values, risesUntil);
  if (markers === 0)
    return histograms ? { timestamps, values, histograms } : { timestamps, values, risesUntil };
  const kept = values.length - markers;
  const samples = { timestamps: new Float64Array(kept), values: new Float64Array(kept) };
  const bits = bitsOf(values);
  let next = 0;
  for (let i = 0; i < values.length; i++) {
    if (isStaleAt(bits, i)) continue;
    samples.timestamps[next] = timestamps[i];
    samples.values[next++] = values[i];
  }
  if (!histograms) return { ...samples, risesUntil };
  // A store's column may have holes, which `filter` would skip.
  return { ...samples, histograms: Array.from(histograms).filter((_, i) => !isStaleAt(bits, i)) };
}

/** How many values from the first are numbers of which none is below the one before. */
function risingLength(values: Float64Array): number {
  const size = values.length;
  let previous = -Infinity;
  let i = 0;
  // Every sample of a query passes here: four at a time take half as long.
  for (; i + 3 < size; i += 4) {
    const a = values[i];
    const b = values[i + 1];
    const c = values[i + 2];
    const d = values[i + 3];
    if (!(a >= previous && b >= a && c >= b && d >= c)) break;
    previous = d;
  }
  for (; i < size; i++) {
    const value = values[i];
    // Also where it is no number.
    if (!(value >= previous)) return i;
    previous = value;
  }
  return size;
}

function countMarkers(values: Float64Array, first: number): number {
  let bits: Uint32Array | undefined;
  let markers = 0;
  for (let i = first; i < values.length; i++) {
    const value = values[i];
    // Only a NaN can be a marker; looking at numbers first keeps this a plain scan.
    if (value === value) continue;
    bits ??= bitsOf(values);
    if (isStaleAt(bits, i)) markers++;
  }
  return markers;
}
