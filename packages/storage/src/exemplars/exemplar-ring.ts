import type { Exemplar, ExemplarStore, LabelSet, SelectRequest, SeriesExemplars } from '@telltale/model';
import { parseLabels, printLabels } from '../wal/record.ts';
import type { ExemplarRecord, NumberedExemplar } from './exemplar-record.ts';

/** Characters of an exemplar's labels; OpenMetrics allows 128. */
const MAX_LABEL_CHARACTERS = 1024;

/** The part of the label index that exemplars are found by. */
export interface SeriesLabels {
  matching(matchers: SelectRequest['matchers']): Promise<readonly number[]>;
  labelsOf(id: number): LabelSet;
}

export interface ExemplarRingOptions {
  readonly labels: SeriesLabels;
  /** Exemplars of other series are not taken. */
  readonly hasSeries: (seriesId: number) => boolean;
  /** The newest so many exemplars are kept. */
  readonly maxExemplars: number;
  /** Receives what has to be written. */
  readonly onAdded: (record: ExemplarRecord) => void;
}

interface RingEntry {
  readonly seriesId: number;
  readonly exemplar: Exemplar;
}

/** The newest exemplars of all series, in memory. */
export class ExemplarRing implements ExemplarStore {
  readonly #options: ExemplarRingOptions;
  readonly #bySeries = new Map<number, Exemplar[]>();
  /** All exemplars by their number modulo the limit: a new one takes the place of the oldest. */
  readonly #entries: (RingEntry | undefined)[] = [];
  #nextNumber = 1;

  constructor(options: ExemplarRingOptions) {
    this.#options = options;
  }

  get count(): number {
    let count = 0;
    for (const exemplars of this.#bySeries.values()) count += exemplars.length;
    return count;
  }

  /** Puts back what was written before; ones whose series is gone are left out. */
  restore(records: readonly ExemplarRecord[]): void {
    const { hasSeries } = this.#options;
    for (const { number, seriesId, timestampMs, value, labelsJson } of records) {
      this.#nextNumber = number;
      this.#makePlace();
      if (hasSeries(seriesId)) this.#put(seriesId, { labels: parseLabels(labelsJson), value, timestampMs });
      this.#nextNumber = number + 1;
    }
  }

  /** Takes an exemplar of a known series, newer than the last one of it, with labels of some measure. */
  appendExemplar(seriesId: number, exemplar: Exemplar): boolean {
    const { labels, timestampMs, value } = exemplar;
    if (!this.#options.hasSeries(seriesId)) return false;
    const last = this.#bySeries.get(seriesId)?.at(-1);
    if (!Number.isFinite(timestampMs) || timestampMs <= (last?.timestampMs ?? -Infinity)) return false;
    const labelsJson = printLabels(labels);
    if (labelsJson.length > MAX_LABEL_CHARACTERS) return false;
    this.#options.onAdded({ number: this.#nextNumber, seriesId, timestampMs, value, labelsJson });
    this.#makePlace();
    this.#put(seriesId, exemplar);
    this.#nextNumber++;
    return true;
  }

  /** The first so many after a number, the oldest first, as far as they are still here. */
  after(number: number, limit: number): NumberedExemplar[] {
    const found: NumberedExemplar[] = [];
    const { maxExemplars } = this.#options;
    for (
      let next = Math.max(number + 1, this.#nextNumber - maxExemplars, 1);
      next < this.#nextNumber;
      next++
    ) {
      if (found.length >= limit) break;
      const entry = this.#entries[next % maxExemplars];
      if (entry) found.push({ number: next, ...entry });
    }
    return found;
  }

  /** Of the newest exemplar; 0 where there was none. */
  get lastNumber(): number {
    return this.#nextNumber - 1;
  }

  async exemplars({ matchers, startMs, endMs }: SelectRequest): Promise<SeriesExemplars[]> {
    const { labels } = this.#options;
    const found: SeriesExemplars[] = [];
    for (const id of await labels.matching(matchers)) {
      const exemplars = this.#bySeries
        .get(id)
        ?.filter(({ timestampMs }) => timestampMs >= startMs && timestampMs <= endMs);
      if (exemplars !== undefined && exemplars.length > 0) {
        found.push({ labels: labels.labelsOf(id), exemplars });
      }
    }
    return found;
  }

  forgetSeries(ids: readonly number[]): void {
    for (const id of ids) this.#bySeries.delete(id);
  }

  #put(seriesId: number, exemplar: Exemplar): void {
    this.#entries[this.#nextNumber % this.#options.maxExemplars] = { seriesId, exemplar };
    const ofSeries = this.#bySeries.get(seriesId);
    if (ofSeries === undefined) this.#bySeries.set(seriesId, [exemplar]);
    else ofSeries.push(exemplar);
  }

  /** The one that goes is the oldest of all, and so the oldest of its series. */
  #makePlace(): void {
    const place = this.#nextNumber % this.#options.maxExemplars;
    const entry = this.#entries[place];
    if (entry === undefined) return;
    this.#entries[place] = undefined;
    const ofSeries = this.#bySeries.get(entry.seriesId);
    if (ofSeries?.[0] !== entry.exemplar) return;
    if (ofSeries.length === 1) this.#bySeries.delete(entry.seriesId);
    else ofSeries.shift();
  }
}
