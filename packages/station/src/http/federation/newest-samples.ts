import type {
  CompiledMatcher,
  LabelSet,
  NativeHistogram,
  SeriesColumns,
  SeriesSource,
} from '@telltale/model';
import { bitsOf, isStaleAt } from '@telltale/model';

/** The newest sample of a series. */
export interface NewestSample {
  readonly labels: LabelSet;
  readonly timestampMs: number;
  /** 0 when the sample is a native histogram. */
  readonly value: number;
  readonly histogram?: NativeHistogram;
}

/** How old the newest sample of a series may be. */
const LOOKBACK_MS = 5 * 60_000;

/** The newest sample of every series that any selector matches, unless the series has ended; by metric name. */
export async function newestSamples(
  source: SeriesSource,
  selectors: readonly (readonly CompiledMatcher[])[],
  nowMs: number,
): Promise<NewestSample[]> {
  const byKey = new Map<string, NewestSample>();
  for (const matchers of selectors) {
    const found = await source.select({ matchers, startMs: nowMs - LOOKBACK_MS + 1, endMs: nowMs });
    for (const series of found) {
      const sample = lastOf(series);
      if (sample) byKey.set(sample.labels.key, sample);
    }
  }
  return [...byKey.values()].sort(byMetricName);
}

function lastOf({ labels, timestamps, values, histograms }: SeriesColumns): NewestSample | undefined {
  const last = timestamps.length - 1;
  if (last < 0 || isStaleAt(bitsOf(values), last)) return undefined;
  const histogram = histograms?.[last];
  return { labels, timestampMs: timestamps[last], value: values[last], ...(histogram && { histogram }) };
}

function byMetricName(a: NewestSample, b: NewestSample): number {
  const [left, right] = [a.labels.metricName, b.labels.metricName];
  return Number(left > right) - Number(left < right);
}
