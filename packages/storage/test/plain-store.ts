import { MemorySeriesStore, bitsOf } from '@telltale/model';
import type { AppendResult, LabelSet, MetricAppender, NativeHistogram, SampleRow } from '@telltale/model';
import { printHistogram } from './dump.ts';

interface PlainSample {
  readonly value: Float64Array;
  readonly histogram: NativeHistogram | undefined;
}

interface PlainSeries {
  readonly labels: LabelSet;
  readonly samples: Map<number, PlainSample>;
  newestMs: number;
}

/** What a store with a window for late samples should hold, as plain as can be. */
export class PlainStore implements MetricAppender {
  readonly #windowMs: number;
  readonly #nowMs: () => number;
  readonly #ids = new Map<string, number>();
  readonly #series: PlainSeries[] = [];

  constructor(windowMs: number, nowMs: () => number) {
    this.#windowMs = windowMs;
    this.#nowMs = nowMs;
  }

  intern(labels: LabelSet): number {
    let id = this.#ids.get(labels.key);
    if (id === undefined) {
      id = this.#series.length;
      this.#ids.set(labels.key, id);
      this.#series.push({ labels, samples: new Map(), newestMs: -Infinity });
    }
    return id;
  }

  append(row: SampleRow): AppendResult {
    const result = { accepted: 0, outOfOrder: 0, duplicates: 0 };
    for (const [i, id] of row.ids.entries()) {
      const sample = { value: row.values.slice(i, i + 1), histogram: row.histograms?.[i] };
      result[this.#add(this.#series[id], row.timestampMs, sample)]++;
    }
    return result;
  }

  /** The same samples, in order, for reading. */
  source(): MemorySeriesStore {
    const source = new MemorySeriesStore();
    for (const { labels, samples } of this.#series) {
      const ids = [source.intern(labels)];
      for (const [timestampMs, { value, histogram }] of [...samples].sort(([a], [b]) => a - b)) {
        const histograms = histogram && { histograms: [histogram] };
        source.append({ group: '', timestampMs, ids, values: value, ...histograms });
      }
    }
    return source;
  }

  #add(series: PlainSeries, timestampMs: number, sample: PlainSample): keyof AppendResult {
    // A sample ahead of the clock does not move the window.
    const newestMs = Math.min(series.newestMs, this.#nowMs());
    if (timestampMs < newestMs - this.#windowMs) return 'outOfOrder';
    const there = series.samples.get(timestampMs);
    if (there !== undefined) return printed(there) === printed(sample) ? 'duplicates' : 'outOfOrder';
    series.samples.set(timestampMs, sample);
    series.newestMs = Math.max(series.newestMs, timestampMs);
    return 'accepted';
  }
}

function printed({ value, histogram }: PlainSample): string {
  return histogram === undefined ? bitsOf(value).join() : printHistogram(histogram);
}
