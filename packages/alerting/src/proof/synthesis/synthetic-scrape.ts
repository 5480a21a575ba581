import { staleColumn } from '@telltale/model';
import type { LabelSet, MetricAppender } from '@telltale/model';
import type { Assignment, SourceLevel, SyntheticSource } from './synthetic-source.ts';

/** Appends what a scrape of the sources would have brought. */
export interface SyntheticScrape {
  /** One scrape, with the sources on the given levels since the last one. Times must ascend. */
  scrape(timeMs: number, levels: Assignment): void;
}

/** Counters and histograms remember their totals from scrape to scrape. */
export function createSyntheticScrape(
  sources: readonly SyntheticSource[],
  appender: MetricAppender,
): SyntheticScrape {
  const exposures = sources.map((source) => createExposure(source));
  let present = new Map<string, LabelSet>();
  let lastMs: number | undefined;
  return {
    scrape: (timeMs, levels) => {
      const elapsedSeconds = lastMs === undefined ? 0 : (timeMs - lastMs) / 1000;
      lastMs = timeMs;
      const samples = exposures.flatMap((expose, i) => expose(levels[i], elapsedSeconds, timeMs));
      const written = new Map(samples.map(({ labels }) => [labels.key, labels] as const));
      const gone = [...present].filter(([key]) => !written.has(key)).map(([, labels]) => labels);
      present = written;
      const values = staleColumn(samples.length + gone.length);
      for (let i = 0; i < samples.length; i++) values[i] = samples[i].value;
      const ids = [...samples.map(({ labels }) => labels), ...gone].map((labels) => appender.intern(labels));
      appender.append({ group: 'drill', timestampMs: timeMs, ids, values });
    },
  };
}

interface Sample {
  readonly labels: LabelSet;
  readonly value: number;
}

type Exposure = (level: SourceLevel, elapsedSeconds: number, timeMs: number) => readonly Sample[];

function createExposure(source: SyntheticSource): Exposure {
  switch (source.kind) {
    case 'counter':
      return createCounter(source);
    case 'gauge':
      return createGauge(source);
    case 'histogram':
      return createHistogram(source);
  }
}

function createGauge({ name, labels }: SyntheticSource): Exposure {
  const series = labels.with({ __name__: name });
  let phase: { readonly level: SourceLevel; readonly sinceMs: number } | undefined;
  return (level, _elapsed, timeMs) => {
    if (phase?.level !== level) phase = { level, sinceMs: timeMs };
    const value = gaugeValue(level, (timeMs - phase.sinceMs) / 1000, timeMs / 1000);
    return value === undefined ? [] : [{ labels: series, value }];
  };
}

function gaugeValue(level: SourceLevel, elapsedSeconds: number, nowSeconds: number): number | undefined {
  switch (level.kind) {
    case 'value':
      return level.value;
    case 'age':
      return nowSeconds - level.seconds;
    case 'trend':
      return Math.max(0, level.from + level.perSecond * elapsedSeconds);
    case 'steps':
      return Math.floor(elapsedSeconds / level.everySeconds);
    default:
      return undefined;
  }
}

function createCounter({ name, labels }: SyntheticSource): Exposure {
  const series = labels.with({ __name__: name });
  let total = 0;
  return (level, elapsedSeconds) => {
    if (level.kind !== 'rate') return [];
    total += level.perSecond * elapsedSeconds;
    return [{ labels: series, value: total }];
  };
}

function createHistogram({ name, labels, buckets }: SyntheticSource): Exposure {
  const bounds = [...buckets, Infinity];
  const bucketSeries = bounds.map((bound) =>
    labels.with({ __name__: `${name}_bucket`, le: formatBound(bound) }),
  );
  const sumSeries = labels.with({ __name__: `${name}_sum` });
  const countSeries = labels.with({ __name__: `${name}_count` });
  const counts = bounds.map(() => 0);
  let sum = 0;
  return (level, elapsedSeconds) => {
    if (level.kind !== 'observations') return [];
    const added = level.perSecond * elapsedSeconds;
    sum += added * level.value;
    for (let i = 0; i < bounds.length; i++) if (level.value <= bounds[i]) counts[i] += added;
    return [
      ...bucketSeries.map((series, i) => ({ labels: series, value: counts[i] })),
      { labels: sumSeries, value: sum },
      { labels: countSeries, value: counts[counts.length - 1] },
    ];
  };
}

/** A bucket's bound as it stands in the label `le`. */
export function formatBound(bound: number): string {
  return bound === Infinity ? '+Inf' : String(bound);
}
