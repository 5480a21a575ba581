import type { AppendResult, MetricAppender, NativeHistogram } from '@telltale/model';
import { SampleBatch } from './sample-batch.ts';
import type { SeriesState } from './series-state.ts';

interface TimedSample {
  readonly series: SeriesState;
  readonly sample: number | NativeHistogram;
  readonly timestampMs: number;
}

/** Samples that have times of their own: each moment is a row. */
export class TimedSamples {
  readonly #samples: TimedSample[] = [];

  get length(): number {
    return this.#samples.length;
  }

  add(series: SeriesState, sample: number | NativeHistogram, timestampMs: number): void {
    this.#samples.push({ series, sample, timestampMs });
  }

  clear(): void {
    this.#samples.length = 0;
  }

  /** Writes the samples, oldest first, and forgets them. The second of a series at one moment is left out. */
  write(appender: MetricAppender, group: string): AppendResult {
    const total = { accepted: 0, outOfOrder: 0, duplicates: 0 };
    for (const [timestampMs, samples] of this.#byMoment()) {
      const batch = new SampleBatch();
      const ids = new Set<number>();
      for (const { series, sample } of samples) {
        if (ids.has(series.id)) total.duplicates++;
        else batch.addSample(series.id, sample);
        ids.add(series.id);
      }
      const result = appender.append({ group, timestampMs, ...batch.row() });
      total.accepted += result.accepted;
      total.outOfOrder += result.outOfOrder;
      total.duplicates += result.duplicates;
    }
    this.clear();
    return total;
  }

  #byMoment(): readonly (readonly [number, readonly TimedSample[]])[] {
    const moments = Map.groupBy(this.#samples, ({ timestampMs }) => timestampMs);
    return [...moments].toSorted(([a], [b]) => a - b);
  }
}
