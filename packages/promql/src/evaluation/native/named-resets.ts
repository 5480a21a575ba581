import type { FunctionCall, HistogramColumn, NativeHistogram, SeriesColumns } from '@telltale/model';
import type { ResetReading } from '../context/evaluation-context.ts';
import { isCounterReset } from './counter-reset.ts';

const COUNTS_ONLY = new Set(['histogram_count', 'histogram_sum', 'histogram_avg']);
const WHOLE = new Set(['histogram_quantile', 'histogram_quantiles', 'histogram_fraction']);

/**
 * How the selectors among a call's arguments are read. Like Prometheus, a function of which only the
 * count and the sum come out looks for resets first, so that adding them up can warn of a collision.
 */
export function resetReadingWithin({ func }: FunctionCall, reading: ResetReading): ResetReading {
  if (WHOLE.has(func)) return 'as-stored, throughout';
  return COUNTS_ONLY.has(func) && reading === 'as-stored' ? 'named' : reading;
}

/** Names the resets in a series whose store did not. */
export function nameResets(series: SeriesColumns): SeriesColumns {
  const { histograms } = series;
  return histograms ? { ...series, histograms: named(histograms) } : series;
}

function named(histograms: HistogramColumn): HistogramColumn {
  let previous: NativeHistogram | undefined;
  return histograms.map((histogram) => {
    if (!histogram) return undefined;
    const before = previous;
    previous = histogram;
    if (histogram.counterReset !== 'unknown' || !before) return histogram;
    return { ...histogram, counterReset: isCounterReset(histogram, before) ? 'reset' : 'not_reset' };
  });
}
