import type { Exemplar, MetricMetadata, RecordProblem, SeriesColumns } from '@telltale/model';
import { LabelSet, MemorySeriesStore, TelltaleError, bitsOf, isStaleAt } from '@telltale/model';
import type { SeriesId } from '@telltale/model';
import type { ResolvedOtlp } from '@telltale/definition';
import type { MetricIntake } from '../../src/intake/metric-intake.ts';
import { createMetricIntake } from '../../src/intake/metrics/create-metric-intake.ts';

/** What {@link metricIntake} is to be like. */
export interface MetricIntakeSetting {
  readonly translation?: ResolvedOtlp | undefined;
  /** More series are refused. */
  readonly maxSeries?: number;
  readonly flush?: () => Promise<void>;
  readonly nowMs?: () => number;
}

/** An intake that keeps samples in memory, for one test. */
export function metricIntake({
  translation = {},
  maxSeries = Infinity,
  flush,
  nowMs,
}: MetricIntakeSetting = {}) {
  const store = new MemorySeriesStore();
  const ids = new Map<string, SeriesId>();
  const exemplars: (readonly [id: SeriesId, exemplar: Exemplar])[] = [];
  const metadata = new Map<string, MetricMetadata>();
  const problems = new Map<RecordProblem, number>();
  let received = 0;
  const intake: MetricIntake = createMetricIntake(
    {
      appender: {
        intern: (labels) => {
          if (!ids.has(labels.key) && ids.size >= maxSeries)
            throw new TelltaleError('TT_SERIES_LIMIT', 'full');
          const id = store.intern(labels);
          ids.set(labels.key, id);
          return id;
        },
        append: (row) => store.append(row),
      },
      exemplars: {
        appendExemplar: (id, exemplar) => exemplars.push([id, exemplar]) > 0,
        exemplars: async () => [],
      },
      onMetadata: (name, what) => void metadata.set(name, what),
      flush: flush ?? (async () => undefined),
      translation,
      nowMs: nowMs ?? Date.now,
    },
    {
      onReceived: (_source, count) => void (received += count),
      onOverloaded: () => undefined,
      onRejected: () => undefined,
      onProblem: (problem, count) => void problems.set(problem, (problems.get(problem) ?? 0) + count),
    },
  );
  return {
    intake,
    exemplars,
    metadata,
    problems,
    received: () => received,
    seriesCount: () => ids.size,
    /** All series by their labels, with their samples; `stale` for markers. */
    samples: async () => samplesIn(await store.select({ matchers: [], startMs: -Infinity, endMs: Infinity })),
  };
}

type Value = number | 'stale' | object;

function samplesIn(all: readonly SeriesColumns[]): Record<string, readonly (readonly [number, Value])[]> {
  return Object.fromEntries(
    all.map(({ labels, timestamps, values, histograms }) => {
      const bits = bitsOf(values);
      return [
        LabelSet.from(labels.entries()).toString(),
        [...timestamps].map((timeMs, i): readonly [number, Value] => [
          timeMs,
          histograms?.[i] ?? (isStaleAt(bits, i) ? 'stale' : values[i]),
        ]),
      ];
    }),
  );
}
