import type {
  ExemplarStore,
  ExposedExemplar,
  LabelSet,
  MetricAppender,
  NativeHistogram,
  SeriesId,
} from '@telltale/model';
import { LabelSet as Labels } from '@telltale/model';
import { SampleBatch } from './sample-batch.ts';

interface KnownSeries {
  readonly id: SeriesId;
  /** The last scrape that contained the series. */
  generation: number;
  /** The last exemplar: a page repeats it until there is another. */
  exemplar?: ExposedExemplar;
}

/** A series that is not known yet: only a scrape that succeeds may make it one of the store's. */
interface NewSeries {
  readonly labels: LabelSet;
  readonly sample: number | NativeHistogram;
}

export interface CommitResult {
  readonly samples: number;
  /** Series that were not in the scrape before. */
  readonly added: number;
  readonly duplicates: number;
}

/**
 * The series of one target: gives exposed labels their final form (target labels added, clashes
 * renamed to `exported_*`), remembers their ids, and ends series that vanish with a staleness marker.
 */
export class TargetSeries {
  readonly #appender: MetricAppender;
  readonly #group: string;
  readonly #targetLabels: Readonly<Record<string, string>>;
  readonly #known = new Map<string, KnownSeries>();
  readonly #new = new Map<string, NewSeries>();
  readonly #reports = new Map<string, SeriesId>();
  readonly #batch = new SampleBatch();
  readonly #exemplars: ExemplarStore | undefined;
  readonly #newExemplars = new Map<string, ExposedExemplar>();
  #generation = 0;
  #lastWriteMs = -Infinity;
  #added = 0;
  #duplicates = 0;

  constructor(
    appender: MetricAppender,
    group: string,
    targetLabels: Readonly<Record<string, string>>,
    exemplars?: ExemplarStore,
  ) {
    this.#appender = appender;
    this.#group = group;
    this.#targetLabels = targetLabels;
    this.#exemplars = exemplars;
  }

  /** Starts a new scrape; samples of an unfinished one are dropped. */
  begin(): void {
    this.#generation++;
    this.#batch.clear();
    this.#new.clear();
    this.#newExemplars.clear();
    this.#added = 0;
    this.#duplicates = 0;
  }

  /**
   * Adds an exposed sample; a second sample of the same series is counted and dropped. `key` is the
   * same for the same series in every scrape; its labels are only asked for when it is new.
   */
  add(key: string, labels: () => LabelSet, sample: number | NativeHistogram): void {
    const series = this.#known.get(key);
    if (series ? series.generation === this.#generation : this.#new.has(key)) {
      this.#duplicates++;
      return;
    }
    if (!series) {
      this.#new.set(key, { labels: this.#finalLabels(labels()), sample });
      return;
    }
    series.generation = this.#generation;
    this.#addToBatch(series.id, sample);
  }

  /** Remembers the exemplar of a series that was added; it is kept when the scrape is. */
  exemplar(key: string, exemplar: ExposedExemplar): void {
    if (this.#exemplars !== undefined) this.#newExemplars.set(key, exemplar);
  }

  /** Adds a sample about the scrape itself, such as `up`; these never go stale while the target lives. */
  report(name: string, value: number): void {
    let id = this.#reports.get(name);
    if (id === undefined) {
      id = this.#appender.intern(Labels.of({ ...this.#targetLabels, __name__: name }));
      this.#reports.set(name, id);
    }
    this.#batch.add(id, value);
  }

  /** Number of samples added since `begin`. */
  get pendingSamples(): number {
    return this.#batch.length + this.#new.size;
  }

  /** Number of admitted series that were not in the scrape before. */
  get added(): number {
    return this.#added;
  }

  /**
   * Makes the new series known to the store, all or none.
   *
   * @throws TelltaleError when the store takes no more series
   */
  admit(): void {
    const admitted = [...this.#new].map(([key, { labels, sample }]) => {
      return { key, id: this.#appender.intern(labels), sample };
    });
    for (const { key, id, sample } of admitted) {
      this.#known.set(key, { id, generation: this.#generation });
      this.#addToBatch(id, sample);
    }
    this.#added = this.#new.size;
    this.#new.clear();
  }

  /** Writes the admitted scrape, with staleness markers for the series that are no longer exposed. */
  commit(timestampMs: number): CommitResult {
    const { pendingSamples: samples, added } = this;
    this.#endVanished();
    this.#write(timestampMs);
    this.#writeExemplars(timestampMs);
    return { samples, added, duplicates: this.#duplicates };
  }

  /** Drops the samples added since `begin`: a scrape counts whole or not at all. */
  discard(): void {
    this.#batch.clear();
    this.#new.clear();
    this.#newExemplars.clear();
    this.#added = 0;
    this.#generation++;
  }

  /** Ends all series of the target but those that something else goes on with. */
  end(timestampMs: number, continued: ReadonlySet<SeriesId> = new Set()): void {
    this.discard();
    for (const id of this.ids()) if (!continued.has(id)) this.#batch.addStale(id);
    this.#known.clear();
    this.#reports.clear();
    // A target may vanish in the very millisecond in which it was scraped.
    this.#write(Math.max(timestampMs, this.#lastWriteMs + 1));
  }

  /** The series as of the last scrape, those about the scrape included. */
  ids(): ReadonlySet<SeriesId> {
    const known = [...this.#known.values()].map(({ id }) => id);
    return new Set([...known, ...this.#reports.values()]);
  }

  #addToBatch(id: SeriesId, sample: number | NativeHistogram): void {
    if (typeof sample === 'number') this.#batch.add(id, sample);
    else this.#batch.addHistogram(id, sample);
  }

  #writeExemplars(scrapedAtMs: number): void {
    for (const [key, exemplar] of this.#newExemplars) {
      const series = this.#known.get(key);
      if (series === undefined || isSame(series.exemplar, exemplar)) continue;
      series.exemplar = exemplar;
      this.#exemplars?.appendExemplar(series.id, { timestampMs: scrapedAtMs, ...exemplar });
    }
    this.#newExemplars.clear();
  }

  #endVanished(): void {
    for (const [key, series] of this.#known) {
      if (series.generation === this.#generation) continue;
      this.#batch.addStale(series.id);
      this.#known.delete(key);
    }
  }

  #write(timestampMs: number): void {
    if (this.#batch.length === 0) return;
    this.#lastWriteMs = timestampMs;
    const { ids, values, histograms } = this.#batch;
    this.#appender.append({
      group: this.#group,
      timestampMs,
      ids,
      values,
      ...(histograms && { histograms }),
    });
    this.#batch.clear();
  }

  #finalLabels(exposed: LabelSet): LabelSet {
    const clashing = exposed.names.filter((name) => Object.hasOwn(this.#targetLabels, name));
    if (clashing.length === 0) return exposed.with(this.#targetLabels);
    const renamed = [...exposed.entries()].map(([name, value]): [string, string] =>
      clashing.includes(name) ? [`exported_${name}`, value] : [name, value],
    );
    return Labels.from([...renamed, ...Object.entries(this.#targetLabels)]);
  }
}

function isSame(a: ExposedExemplar | undefined, b: ExposedExemplar): boolean {
  return (
    a !== undefined && a.timestampMs === b.timestampMs && a.value === b.value && a.labels.equals(b.labels)
  );
}
