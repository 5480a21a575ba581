import type {
  Exemplar,
  ExemplarStore,
  HistogramColumn,
  MetricAppender,
  NativeHistogram,
  SeriesId,
} from '@telltale/model';
import { bitsOf, writeStaleAt } from '@telltale/model';

const FIRST_CAPACITY = 64;
/** Rows that held more are made anew, so that one large request does not keep its memory. */
const MAX_KEPT_CAPACITY = 16_384;

/** What became of samples that were appended. */
export interface RowsOutcome {
  accepted: number;
  /** Too late, too far ahead, or of a time for which the series has another value. */
  refused: number;
}

/** Samples of one group of series, collected from a request and appended in rows of one moment each. */
export class PushedRows {
  readonly #group: string;
  #ids: SeriesId[] = [];
  /** Of all samples, as long as there are no others. */
  #timeMs = 0;
  /** Of each sample, where they are not all the same. */
  #times: number[] | undefined;
  #values = new Float64Array(FIRST_CAPACITY);
  #bits = bitsOf(this.#values);
  /** Sparse; made with the first native histogram. */
  #histograms: (NativeHistogram | undefined)[] | undefined;
  #exemplars: (readonly [id: SeriesId, exemplar: Exemplar])[] = [];

  constructor(group: string) {
    this.#group = group;
  }

  get length(): number {
    return this.#ids.length;
  }

  add(id: SeriesId, timeMs: number, value: number): void {
    this.#values[this.#place(id, timeMs)] = value;
  }

  addStale(id: SeriesId, timeMs: number): void {
    const place = this.#place(id, timeMs);
    writeStaleAt(this.#bits, place);
  }

  addHistogram(id: SeriesId, timeMs: number, histogram: NativeHistogram): void {
    const place = this.#place(id, timeMs);
    this.#values[place] = 0;
    (this.#histograms ??= [])[place] = histogram;
  }

  addExemplar(id: SeriesId, exemplar: Exemplar): void {
    this.#exemplars.push([id, exemplar]);
  }

  /** Appends everything and is empty again. */
  appendTo(appender: MetricAppender, exemplars: ExemplarStore): RowsOutcome {
    const outcome: RowsOutcome = { accepted: 0, refused: 0 };
    try {
      if (this.length > 0) this.#append(appender, outcome);
      for (const [id, exemplar] of this.#exemplars) exemplars.appendExemplar(id, exemplar);
    } finally {
      this.clear();
    }
    return outcome;
  }

  clear(): void {
    this.#ids = [];
    this.#times = undefined;
    this.#histograms = undefined;
    if (this.#exemplars.length > 0) this.#exemplars = [];
    if (this.#values.length > MAX_KEPT_CAPACITY) {
      this.#values = new Float64Array(FIRST_CAPACITY);
      this.#bits = bitsOf(this.#values);
    }
  }

  #append(appender: MetricAppender, outcome: RowsOutcome): void {
    const times = this.#times;
    if (times === undefined) {
      const histograms = this.#histograms && Array.from(this.#ids, (_, i) => this.#histograms?.[i]);
      const values = this.#values.subarray(0, this.length);
      this.#appendRow(appender, this.#timeMs, { ids: this.#ids, values, histograms }, outcome);
      return;
    }
    // In the order of their times: a series may have several samples.
    const order = [...times.keys()].sort((a, b) => times[a] - times[b]);
    for (let start = 0; start < order.length;) {
      const timeMs = times[order[start]];
      let end = start + 1;
      while (end < order.length && times[order[end]] === timeMs) end++;
      this.#appendRow(appender, timeMs, this.#partOf(order.slice(start, end)), outcome);
      start = end;
    }
  }

  #appendRow(
    appender: MetricAppender,
    timestampMs: number,
    { ids, values, histograms }: RowPart,
    outcome: RowsOutcome,
  ): void {
    const result = appender.append({
      group: this.#group,
      timestampMs,
      ids,
      values,
      ...(histograms && { histograms }),
    });
    outcome.accepted += result.accepted + result.duplicates;
    outcome.refused += result.outOfOrder;
  }

  /** Values are copied as bits: a staleness marker is one NaN among many. */
  #partOf(places: readonly number[]): RowPart {
    const values = new Float64Array(places.length);
    const bits = bitsOf(values);
    for (const [i, place] of places.entries()) {
      bits[i * 2] = this.#bits[place * 2];
      bits[i * 2 + 1] = this.#bits[place * 2 + 1];
    }
    return {
      ids: places.map((place) => this.#ids[place]),
      values,
      histograms: this.#histograms && places.map((place) => this.#histograms?.[place]),
    };
  }

  #place(id: SeriesId, timeMs: number): number {
    const place = this.#ids.length;
    if (place === this.#values.length) this.#grow();
    if (place === 0) this.#timeMs = timeMs;
    else if (this.#times === undefined && timeMs !== this.#timeMs)
      this.#times = Array.from({ length: place }, () => this.#timeMs);
    this.#times?.push(timeMs);
    this.#ids.push(id);
    return place;
  }

  #grow(): void {
    const larger = new Float64Array(this.#values.length * 2);
    const bits = bitsOf(larger);
    bits.set(this.#bits);
    this.#values = larger;
    this.#bits = bits;
  }
}

interface RowPart {
  readonly ids: readonly SeriesId[];
  readonly values: Float64Array;
  readonly histograms: HistogramColumn | undefined;
}
