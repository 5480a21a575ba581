import type {
  Clock,
  ExemplarStore,
  LabelSet,
  MetricAppender,
  MetricMetadata,
  NativeHistogram,
  SeriesId,
} from '@telltale/model';
import type { MetadataRegistry } from './metadata-registry.ts';
import { DEFAULT_SCRAPE_LIMITS } from '@telltale/definition';
import type { ReadingSink, SampleDetails } from './page/reading-sink.ts';
import type { TargetReader } from './target-reader.ts';
import type { ScrapeOutcome, ScrapeTarget } from './scrape-target.ts';
import { REPORTS, REPORT_NAMES } from './scrape-reports.ts';
import { createSampleLabels } from './sample-labels.ts';
import { targetKey } from './scrape-target.ts';
import { ScrapeLimitError } from './scrape-limit-error.ts';
import type { CommitResult } from './target-series.ts';
import { TargetSeries } from './target-series.ts';

const NOTHING_LEFT_OUT: Pick<CommitResult, 'duplicates' | 'outOfOrder'> = { duplicates: 0, outOfOrder: 0 };

export interface ScraperOptions {
  readonly target: ScrapeTarget;
  readonly appender: MetricAppender;
  /** Where exemplars go; without it they are left out. */
  readonly exemplars?: ExemplarStore;
  readonly read: TargetReader;
  /** Filled with what the target says of its metrics. */
  readonly metadata: MetadataRegistry;
  /** Told what is new or another than before. */
  readonly onMetadata?: (name: string, metadata: MetricMetadata) => void;
  readonly clock: Clock;
}

/** Scrapes one target: read, append, report. */
export interface Scraper {
  /** Never throws: a failure is an outcome, `up` 0 and staleness markers. */
  scrape(timestampMs: number): Promise<ScrapeOutcome>;
  /**
   * Ends all series of the target, for it is no longer scraped; but for those that something else goes on with, such
   * as the same target with other options. Never throws.
   */
  end(timestampMs: number, continued?: ReadonlySet<SeriesId>): void;
  /** The series of the target now, those about its scrapes included. */
  seriesIds(): ReadonlySet<SeriesId>;
}

/**
 * Creates the scraper of a target.
 *
 * @throws whatever a regular expression of the target's rules is wrong with.
 */
export function createScraper(options: ScraperOptions): Scraper {
  const { target, appender, clock, exemplars } = options;
  const { limits = DEFAULT_SCRAPE_LIMITS } = target;
  const series = new TargetSeries({
    appender,
    group: targetKey(target),
    targetLabels: target.labels,
    sampleLabels: createSampleLabels(target),
    reportNames: REPORT_NAMES,
    maxSamples: limits.samples,
    ...(exemplars && { exemplars }),
  });
  let note = '';
  const sink: ReadingSink = { ...sinkFor(series, options), note: (text) => void (note = text) };

  async function scrape(timestampMs: number): Promise<ScrapeOutcome> {
    const startedMs = performance.now();
    let bodyBytes = 0;
    note = '';
    series.begin();
    const readError = await failureOf(async () => {
      bodyBytes = await options.read(sink);
      series.admit();
    });
    if (readError !== undefined) series.discard();
    const { kept: samples } = series;
    const durationMs = performance.now() - startedMs;
    let leftOut = NOTHING_LEFT_OUT;
    const writeError = await failureOf(() => {
      const facts = { target, durationMs, bodyBytes, failure: readError, series };
      for (const name of REPORT_NAMES) series.report(name, REPORTS[name](facts));
      leftOut = series.commit(timestampMs);
    });
    const error = messageOf(readError ?? writeError);
    const { duplicates, outOfOrder } = leftOut;
    const overLimit = readError instanceof ScrapeLimitError ? readError.limit : undefined;
    const counts = { samples, bodyBytes, duplicates, outOfOrder };
    return { atMs: clock.now(), durationMs, ...counts, error, note, overLimit };
  }

  function end(timestampMs: number, continued?: ReadonlySet<SeriesId>): void {
    try {
      series.end(timestampMs, continued);
    } catch {
      // What cannot be written now is what the store has told already; queries see the series end by itself.
    }
  }

  return { scrape, end, seriesIds: () => series.ids() };
}

/** What went wrong; `undefined` when nothing did. */
async function failureOf(run: () => Promise<void> | void): Promise<Error | undefined> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

/** For people; empty when nothing went wrong. */
function messageOf(failure: Error | undefined): string {
  return failure === undefined ? '' : failure.message || failure.name;
}

function sinkFor(series: TargetSeries, { target, metadata, onMetadata }: ScraperOptions): ReadingSink {
  const { honorTimestamps = false } = target;
  const add = (
    key: string,
    labels: () => LabelSet,
    sample: number | NativeHistogram,
    details?: SampleDetails,
  ): void => {
    const untimed = details && { ...details, timestampMs: undefined };
    series.add(key, labels, sample, honorTimestamps ? details : untimed);
  };
  return {
    metadata: (name, known) => {
      if (metadata.set(name, known)) onMetadata?.(name, known);
    },
    sample: add,
    histogram: add,
    exemplar: (key, exemplar) => series.exemplar(key, exemplar),
    memory: series.memory,
  };
}
