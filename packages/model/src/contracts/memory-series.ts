import type { LabelSet } from '../labels/label-set.ts';
import { bitsOf } from '../samples/stale.ts';
import type { HistogramColumn, NativeHistogram } from '../samples/native-histogram.ts';
import type { AppendResult, MetricAppender, SampleRow, SeriesId } from './metric-appender.ts';
import type { SelectRequest, SeriesColumns, SeriesSource } from './series-source.ts';

interface MemorySeries {
  readonly labels: LabelSet;
  timestamps: Float64Array;
  values: Float64Array;
  /** Made with the first histogram; sparse. */
  histograms: (NativeHistogram | undefined)[] | undefined;
  length: number;
}

/** A store of samples that lives as long as the process: for tests, proofs and trials. */
export class MemorySeriesStore implements SeriesSource, MetricAppender {
  readonly #ids = new Map<string, SeriesId>();
  readonly #series: MemorySeries[] = [];

  intern(labels: LabelSet): SeriesId {
    let id = this.#ids.get(labels.key);
    if (id === undefined) {
      id = this.#series.length;
      this.#ids.set(labels.key, id);
      this.#series.push({
        labels,
        timestamps: new Float64Array(16),
        values: new Float64Array(16),
        histograms: undefined,
        length: 0,
      });
    }
    return id;
  }

  append(row: SampleRow): AppendResult {
    let accepted = 0;
    let duplicates = 0;
    for (let i = 0; i < row.ids.length; i++) {
      const series = this.#series[row.ids[i]];
      const last = series.length === 0 ? -Infinity : series.timestamps[series.length - 1];
      if (row.timestampMs > last) {
        push(series, row.timestampMs, row.values, i, row.histograms?.[i]);
        accepted++;
      } else if (row.timestampMs === last && isLast(series, row, i)) duplicates++;
    }
    return { accepted, outOfOrder: row.ids.length - accepted - duplicates, duplicates };
  }

  /** Appends the samples of one series, ascending in time. */
  add(labels: LabelSet, samples: Iterable<readonly [timestampMs: number, value: number]>): void {
    const series = this.#series[this.intern(labels)];
    for (const [timestampMs, value] of samples) {
      push(series, timestampMs, Float64Array.of(value), 0);
    }
  }

  async select(request: SelectRequest): Promise<SeriesColumns[]> {
    return this.#matching(request);
  }

  async series(request: SelectRequest): Promise<LabelSet[]> {
    return this.#matching(request).map(({ labels }) => labels);
  }

  async labelNames(request: SelectRequest): Promise<string[]> {
    const names = this.#matching(request).flatMap(({ labels }) => labels.names);
    return [...new Set(names)].sort();
  }

  async labelValues(name: string, request: SelectRequest): Promise<string[]> {
    const values = this.#matching(request).map(({ labels }) => labels.get(name));
    return [...new Set(values)].filter((value) => value !== '').sort();
  }

  #matching({ matchers, startMs, endMs }: SelectRequest): SeriesColumns[] {
    const result: SeriesColumns[] = [];
    for (const { labels, timestamps, values, histograms, length } of this.#series) {
      if (!matchers.every((matcher) => matcher.matches(labels.get(matcher.name)))) continue;
      let from = 0;
      while (from < length && timestamps[from] < startMs) from++;
      let to = length;
      while (to > from && timestamps[to - 1] > endMs) to--;
      if (to === from) continue;
      result.push({
        labels,
        timestamps: timestamps.subarray(from, to),
        values: values.subarray(from, to),
        ...(histograms && { histograms: histogramsIn(histograms, from, to) }),
      });
    }
    return result;
  }
}

/** Whether the newest sample of a series has the bits of a sample of a row; histograms never do. */
function isLast(series: MemorySeries, { values, histograms }: SampleRow, index: number): boolean {
  if (histograms?.[index] ?? series.histograms?.[series.length - 1]) return false;
  const last = bitsOf(series.values).subarray(series.length * 2 - 2, series.length * 2);
  return bitsOf(values)
    .subarray(index * 2, index * 2 + 2)
    .every((word, i) => word === last[i]);
}

/** Copies through typed arrays only, so that staleness markers keep their bits. */
function push(
  series: MemorySeries,
  timestampMs: number,
  values: Float64Array,
  index: number,
  histogram?: NativeHistogram,
): void {
  if (series.length === series.timestamps.length) {
    series.timestamps = grown(series.timestamps);
    series.values = grown(series.values);
  }
  series.timestamps[series.length] = timestampMs;
  series.values.set(values.subarray(index, index + 1), series.length);
  if (histogram) (series.histograms ??= [])[series.length] = histogram;
  series.length++;
}

function histogramsIn(all: HistogramColumn, from: number, to: number): HistogramColumn {
  return Array.from({ length: to - from }, (_, i) => all[from + i]);
}

function grown(column: Float64Array): Float64Array {
  const larger = new Float64Array(column.length * 2);
  larger.set(column);
  return larger;
}
