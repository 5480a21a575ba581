import { staleColumn } from '@telltale/model';
import type { LabelSet, MetricAppender, NativeHistogram } from '@telltale/model';

/** One sample that a rule writes. */
export interface RuleSample {
  readonly labels: LabelSet;
  /** 0 when the sample is a native histogram. */
  readonly value: number;
  readonly histogram?: NativeHistogram;
}

/** The series of one rule in the store. */
export interface RuleSeries {
  /** Writes the samples of one evaluation, and a staleness marker for every series that is gone. */
  write(samples: readonly RuleSample[], timeMs: number): void;
  /** Makes series of an earlier process or rule known, so that they too end with a marker. */
  adopt(labels: readonly LabelSet[]): void;
  /** Series that are there since the last write. */
  present(): readonly LabelSet[];
}

/** `group` names the rule among all that write to the store: its rows share their timestamps. */
export function createRuleSeries(appender: MetricAppender, group: string): RuleSeries {
  let present = new Map<string, LabelSet>();
  return {
    adopt: (labels) => {
      for (const series of labels) present.set(series.key, series);
    },
    present: () => [...present.values()],
    write: (samples, timeMs) => {
      const written = new Map(samples.map(({ labels }) => [labels.key, labels] as const));
      const gone = [...present].filter(([key]) => !written.has(key)).map(([, labels]) => labels);
      const count = samples.length + gone.length;
      if (count === 0) return;
      // All markers first: a marker must never pass through a JavaScript number.
      const values = staleColumn(count);
      for (let i = 0; i < samples.length; i++) values[i] = samples[i].value;
      const ids = [...samples.map(({ labels }) => labels), ...gone].map((labels) => appender.intern(labels));
      const hasHistograms = samples.some(({ histogram }) => histogram !== undefined);
      const histograms = Array.from({ length: count }, (_, i) => samples.at(i)?.histogram);
      appender.append({ group, timestampMs: timeMs, ids, values, ...(hasHistograms && { histograms }) });
      // Only now: what the store refused to end is ended by the next write.
      present = written;
    },
  };
}
