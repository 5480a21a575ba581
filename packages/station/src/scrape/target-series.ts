import type {
  ExemplarStore,
  ExposedExemplar,
  LabelSet,
  MetricAppender,
  NativeHistogram,
  SeriesId,
} from '@telltale/model';
import { LabelSet as Labels } from '@telltale/model';
import type { SampleDetails, SeriesMemory } from './page/reading-sink.ts';
import { SampleBatch } from './sample-batch.ts';
import type { SampleLabels } from './sample-labels.ts';
import { DROPPED, ENDED, SeriesState } from './series-state.ts';
import { ScrapeLimitError } from './scrape-limit-error.ts';
import { TimedSamples } from './timed-samples.ts';

/** A target may write the same series in ever new ways; so many texts more than series are remembered. */
const SPARE_KEYS = 1000;

/**
 * After so many failures in a row the series of a target are forgotten. Before that they go on as they were: to learn
 * all of them again would take a station that is short of time still more of it.
 */
const MAX_FAILURES = 10;

/** A series that is not known yet: only a scrape that succeeds may make it one of the store's. */
interface NewSeries {
  readonly labels: LabelSet;
  readonly samples: { readonly sample: number | NativeHistogram; readonly timestampMs: number | undefined }[];
}

/** What became of a scrape. */
export interface CommitResult {
  readonly samples: number;
  /** Series that were not in the scrape before. */
  readonly added: number;
  /** Samples of a series that had one already. */
  readonly duplicates: number;
  /** Samples whose own time the store does not take: too old, too far ahead, or taken. */
  readonly outOfOrder: number;
}

/** What {@link TargetSeries} take. */
export interface TargetSeriesOptions {
  readonly appender: MetricAppender;
  /** What the store keeps together. */
  readonly group: string;
  /** Labels of the samples about scrapes. */
  readonly targetLabels: Readonly<Record<string, string>>;
  readonly sampleLabels: SampleLabels;
  /** Names of the samples about scrapes; a page cannot write them. */
  readonly reportNames: readonly string[];
  readonly maxSamples: number;
  /** Where exemplars go; without it they are left out. */
  readonly exemplars?: ExemplarStore;
}

/**
 * The series of one target: gives exposed labels their final form, remembers ids, and ends series that vanish with
 * a staleness marker.
 */
export class TargetSeries {
  readonly #options: TargetSeriesOptions;
  /** By the key on the page; several keys may mean one series. */
  readonly #known = new Map<string, SeriesState>();
  readonly #live = new Map<SeriesId, SeriesState>();
  readonly #new = new Map<string, NewSeries>();
  readonly #reports = new Map<string, SeriesId>();
  readonly #batch = new SampleBatch();
  readonly #timed = new TimedSamples();
  readonly #newExemplars = new Map<string, ExposedExemplar>();
  #generation = 0;
  #lastWriteMs = -Infinity;
  #scraped = 0;
  /** Known series, those dropped apart, that this scrape has. */
  #seenLive = 0;
  #kept = 0;
  #added = 0;
  #duplicates = 0;
  #isDiscarded = false;
  #failures = 0;

  constructor(options: TargetSeriesOptions) {
    this.#options = options;
  }

  /** Series by their places, for readers that know them again. */
  readonly memory: SeriesMemory = {
    find: (key) => this.#known.get(key),
    sample: (series, value) => series instanceof SeriesState && this.#again(series, value, undefined),
  };

  /** Starts a new scrape; samples of an unfinished one are dropped. */
  begin(): void {
    this.#generation++;
    this.#batch.clear();
    this.#timed.clear();
    this.#new.clear();
    this.#newExemplars.clear();
    this.#scraped = 0;
    this.#seenLive = 0;
    this.#kept = 0;
    this.#added = 0;
    this.#duplicates = 0;
    this.#isDiscarded = false;
  }

  /**
   * Adds an exposed sample; a second sample of the same series is counted and dropped, unless both have times. `key` is
   * the same for the same series in every scrape; its labels are only asked for when it is new.
   *
   * @throws ScrapeLimitError for labels over a limit; too many samples are told by `admit`
   */
  add(key: string, labels: () => LabelSet, sample: number | NativeHistogram, details?: SampleDetails): void {
    const series = this.#known.get(key);
    if (series === undefined || !this.#again(series, sample, details?.timestampMs)) {
      this.#scraped++;
      this.#addNew(key, labels, sample, details);
    }
  }

  /** Remembers the exemplar of a series that was added; it is kept when the scrape is. */
  exemplar(key: string, exemplar: ExposedExemplar): void {
    if (this.#options.exemplars !== undefined) this.#newExemplars.set(key, exemplar);
  }

  /** Adds a sample about the scrape itself, such as `up`; these never go stale while the target lives. */
  report(name: string, value: number): void {
    this.#batch.add(this.#reportId(name), value);
  }

  /** Samples of the page, also those that relabelling drops. */
  get scraped(): number {
    return this.#scraped;
  }

  /** Samples that are kept. */
  get kept(): number {
    return this.#kept;
  }

  /** Admitted series that were not in the scrape before. */
  get added(): number {
    return this.#added;
  }

  /**
   * Makes the new series known to the store, all or none.
   *
   * @throws ScrapeLimitError where there are more samples than may be
   * @throws TelltaleError when the store takes no more series
   */
  admit(): void {
    const { appender, reportNames, maxSamples } = this.#options;
    if (this.#kept > maxSamples) {
      throw new ScrapeLimitError(`the page has ${this.#kept} samples, more than ${maxSamples}`, 'samples');
    }
    for (const name of reportNames) this.#reportId(name);
    const admitted = [...this.#new].map(([key, { labels, samples }]) => {
      return { key, id: appender.intern(labels), samples };
    });
    this.#new.clear();
    const reports = new Set(this.#reports.values());
    for (const { key, id, samples } of admitted) this.#adopt(key, id, samples, reports);
  }

  /** Writes the admitted scrape, with staleness markers for the series that are no longer exposed. */
  commit(timestampMs: number): CommitResult {
    const { appender, group } = this.#options;
    if (this.#isDiscarded && ++this.#failures < MAX_FAILURES) this.#pause();
    else this.#endVanished();
    this.#write(timestampMs);
    const timed = this.#timed.write(appender, `${group} timed`);
    this.#writeExemplars(timestampMs);
    if (!this.#isDiscarded) this.#goOn();
    if (this.#known.size > 2 * this.#live.size + SPARE_KEYS) this.#known.clear();
    return {
      samples: this.#kept,
      added: this.#added,
      duplicates: this.#duplicates + timed.duplicates,
      outOfOrder: timed.outOfOrder,
    };
  }

  /** Drops the samples added since `begin`: a scrape counts whole or not at all. How many there were is still known. */
  discard(): void {
    const scraped = this.#scraped;
    this.begin();
    this.#scraped = scraped;
    this.#isDiscarded = true;
  }

  /** Ends all series of the target but those that something else goes on with. */
  end(timestampMs: number, continued: ReadonlySet<SeriesId> = new Set()): void {
    this.begin();
    for (const series of this.#live.values()) if (!continued.has(series.id)) this.#addEnd(series);
    for (const id of this.#reports.values()) if (!continued.has(id)) this.#batch.addStale(id);
    for (const series of this.#live.values()) series.id = ENDED;
    this.#live.clear();
    this.#known.clear();
    this.#reports.clear();
    // A target may vanish in the very millisecond in which it was scraped.
    this.#write(Math.max(timestampMs, this.#lastWriteMs + 1));
  }

  /** The series as of the last scrape, those about the scrape included. */
  ids(): ReadonlySet<SeriesId> {
    const live = [...this.#live.values()].filter(({ isPaused }) => !isPaused);
    return new Set([...live.map(({ id }) => id), ...this.#reports.values()]);
  }

  /** Takes a sample of a series that is known; false where it has ended. */
  #again(series: SeriesState, sample: number | NativeHistogram, timestampMs: number | undefined): boolean {
    if (series.id < 0 && series.id !== DROPPED) return false;
    this.#scraped++;
    const isFirst = series.generation !== this.#generation;
    series.generation = this.#generation;
    if (series.id === DROPPED) return true;
    if (isFirst) this.#seenLive++;
    else if (timestampMs === undefined) {
      this.#duplicates++;
      return true;
    }
    this.#keep(series, sample, timestampMs);
    return true;
  }

  #keep(series: SeriesState, sample: number | NativeHistogram, timestampMs: number | undefined): void {
    if (!this.#takesMore()) return;
    series.isTimed = timestampMs !== undefined;
    if (timestampMs === undefined) this.#batch.addSample(series.id, sample);
    else this.#timed.add(series, sample, timestampMs);
  }

  #addNew(
    key: string,
    labels: () => LabelSet,
    sample: number | NativeHistogram,
    details?: SampleDetails,
  ): void {
    const timestampMs = details?.timestampMs;
    const known = this.#new.get(key);
    if (known) {
      if (timestampMs === undefined) this.#duplicates++;
      else if (this.#takesMore()) known.samples.push({ sample, timestampMs });
      return;
    }
    const final = this.#options.sampleLabels(labels(), details?.emptyLabels?.());
    if (final === undefined) {
      // More of them are relabelled each time: they must not fill the memory.
      if (this.#known.size <= 2 * this.#options.maxSamples)
        this.#known.set(key, new SeriesState(DROPPED, this.#generation));
    } else if (this.#takesMore()) this.#new.set(key, { labels: final, samples: [{ sample, timestampMs }] });
  }

  /** Whether there is room for one more sample. What is over the limit is only counted: it never fills the memory. */
  #takesMore(): boolean {
    return ++this.#kept <= this.#options.maxSamples;
  }

  /** Takes a new key into what is known: a new series, or another way to write one that is known. */
  #adopt(key: string, id: SeriesId, samples: NewSeries['samples'], reports: ReadonlySet<SeriesId>): void {
    const same = this.#live.get(id);
    if (reports.has(id) || same?.generation === this.#generation) {
      this.#kept -= samples.length;
      this.#duplicates += samples.length;
      if (same) this.#known.set(key, same);
      return;
    }
    const series = same ?? new SeriesState(id, this.#generation);
    if (same === undefined) this.#added++;
    series.generation = this.#generation;
    this.#seenLive++;
    this.#known.set(key, series);
    this.#live.set(id, series);
    this.#kept -= samples.length;
    for (const { sample, timestampMs } of samples) this.#keep(series, sample, timestampMs);
  }

  #reportId(name: string): SeriesId {
    const known = this.#reports.get(name);
    if (known !== undefined) return known;
    const { appender, targetLabels } = this.#options;
    const id = appender.intern(Labels.of({ ...targetLabels, __name__: name }));
    this.#reports.set(name, id);
    return id;
  }

  #writeExemplars(scrapedAtMs: number): void {
    for (const [key, exemplar] of this.#newExemplars) {
      const series = this.#known.get(key);
      if (series === undefined || series.id < 0 || isSame(series.exemplar, exemplar)) continue;
      series.exemplar = exemplar;
      this.#options.exemplars?.appendExemplar(series.id, { timestampMs: scrapedAtMs, ...exemplar });
    }
    this.#newExemplars.clear();
  }

  /** Ends all series, which are still known. */
  #pause(): void {
    for (const series of this.#live.values()) {
      this.#addEnd(series);
      series.isPaused = true;
    }
  }

  /** The series that were ended by failures are there again. */
  #goOn(): void {
    if (this.#failures === 0) return;
    this.#failures = 0;
    for (const series of this.#live.values()) series.isPaused = false;
  }

  #addEnd({ id, isTimed, isPaused }: SeriesState): void {
    if (!isTimed && !isPaused) this.#batch.addStale(id);
  }

  #endVanished(): void {
    if (this.#seenLive < this.#live.size) {
      for (const series of this.#live.values()) {
        if (series.generation === this.#generation) continue;
        this.#addEnd(series);
        this.#live.delete(series.id);
        series.id = ENDED;
      }
    } else if (this.#known.size === this.#live.size) return;
    for (const [key, { id, generation }] of this.#known) {
      if (id === ENDED || generation !== this.#generation) this.#known.delete(key);
    }
  }

  #write(timestampMs: number): void {
    if (this.#batch.length === 0) return;
    this.#lastWriteMs = timestampMs;
    const { appender, group } = this.#options;
    appender.append({ group, timestampMs, ...this.#batch.row() });
    this.#batch.clear();
  }
}

function isSame(a: ExposedExemplar | undefined, b: ExposedExemplar): boolean {
  return (
    a !== undefined && a.timestampMs === b.timestampMs && a.value === b.value && a.labels.equals(b.labels)
  );
}
