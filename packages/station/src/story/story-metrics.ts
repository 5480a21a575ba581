import type { ExemplarStore, TimeRange } from '@telltale/model';
import type { StoryMetric } from '../contract.ts';
import type { AnswerReader, ReadSeries } from '../query/read-answers.ts';
import { readTracedExemplars } from '../query/traced-exemplars.ts';

/** A figure that belongs to a story. */
export type StoryFigure = Pick<StoryMetric, 'title' | 'query' | 'unit' | 'threshold'>;

const POINTS = 240;
const LEAST_STEP_MS = 1000;
const MAX_SERIES = 8;
const MAX_EXEMPLARS = 60;
const TIMEOUT_MS = 5000;

/** What figures are read from. */
export interface MetricSources {
  readonly reader: AnswerReader;
  readonly exemplars: ExemplarStore;
}

/** The course of a figure. */
export async function readStoryMetric(
  figure: StoryFigure,
  range: TimeRange,
  sources: MetricSources,
  signal?: AbortSignal,
): Promise<StoryMetric> {
  const stepMs = stepOf(range);
  // The last point is the end itself: what has just begun is seen.
  const steps = Math.floor((range.endMs - range.startMs) / stepMs);
  const startMs = range.endMs - steps * stepMs;
  const grid = { startMs, endMs: range.endMs, stepMs };
  const [series, exemplars] = await Promise.all([
    sources.reader.range(figure.query, grid, { timeoutMs: TIMEOUT_MS, ...(signal && { signal }) }),
    readExemplars(figure.query, range, sources.exemplars),
  ]);
  const length = steps + 1;
  return {
    ...figure,
    timesMs: Array.from({ length }, (_, i) => startMs + i * stepMs),
    series: mostTelling(series, figure).map(({ labels, points }) => {
      const values: (number | null)[] = Array.from({ length }, () => null);
      for (const [timeMs, value] of points) {
        if (Number.isFinite(value)) values[Math.round((timeMs - startMs) / stepMs)] = value;
      }
      return { labels, values };
    }),
    seriesCount: series.length,
    exemplars,
  };
}

/** Whole seconds: samples do not come more often. */
function stepOf({ startMs, endMs }: TimeRange): number {
  return Math.max(LEAST_STEP_MS, Math.ceil((endMs - startMs) / POINTS / LEAST_STEP_MS) * LEAST_STEP_MS);
}

/** Of too many series those that went furthest to the bad side. */
function mostTelling(series: readonly ReadSeries[], { threshold }: StoryFigure): readonly ReadSeries[] {
  if (series.length <= MAX_SERIES) return series;
  const sign = threshold?.isBad === 'below' ? -1 : 1;
  const worst = ({ points }: ReadSeries): number =>
    points.reduce((most, [, value]) => Math.max(most, value * sign), -Infinity);
  return series
    .map((one) => ({ one, most: worst(one) }))
    .toSorted((a, b) => b.most - a.most)
    .slice(0, MAX_SERIES)
    .map(({ one }) => one);
}

async function readExemplars(
  query: string,
  range: TimeRange,
  store: ExemplarStore,
): Promise<StoryMetric['exemplars']> {
  const found = new Map<string, StoryMetric['exemplars'][number]>();
  for (const { atMs, value, traceId } of await readTracedExemplars([query], range, store)) {
    found.set(traceId, { atMs, value, traceId });
  }
  // The largest are those that somebody looks for.
  const largest = [...found.values()].toSorted((a, b) => b.value - a.value).slice(0, MAX_EXEMPLARS);
  return largest.toSorted((a, b) => a.atMs - b.atMs);
}
