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
import type { ReadingSink } from './page/reading-sink.ts';
import type { TargetReader } from './target-reader.ts';
import type { ScrapeOutcome, ScrapeTarget } from './scrape-target.ts';
import { targetKey } from './scrape-target.ts';
import { TargetSeries } from './target-series.ts';

/** Most samples one page may have; more fail the scrape as a whole. */
const MAX_SAMPLES = 100_000;

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

export function createScraper(options: ScraperOptions): Scraper {
  const { target, appender, clock } = options;
  const series = new TargetSeries(appender, targetKey(target), target.labels, options.exemplars);
  const sink = sinkFor(series, options);

  async function scrape(timestampMs: number): Promise<ScrapeOutcome> {
    const startedMs = performance.now();
    let bodyBytes = 0;
    series.begin();
    const readError = await errorOf(async () => {
      bodyBytes = await options.read(sink);
      series.admit();
    });
    if (readError !== '') series.discard();
    const samples = series.pendingSamples;
    const durationMs = performance.now() - startedMs;
    const writeError = await errorOf(() => {
      reportScrape(series, { up: readError === '', durationMs, samples });
      series.commit(timestampMs);
    });
    return { atMs: clock.now(), durationMs, samples, bodyBytes, error: readError || writeError };
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

/** What went wrong, for people; empty when nothing did. */
async function errorOf(run: () => Promise<void> | void): Promise<string> {
  try {
    await run();
    return '';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Where the reader's samples go; more of them than the limit end the reading. */
function sinkFor(series: TargetSeries, { metadata, onMetadata }: ScraperOptions): ReadingSink {
  const add = (key: string, labels: () => LabelSet, sample: number | NativeHistogram): void => {
    series.add(key, labels, sample);
    if (series.pendingSamples > MAX_SAMPLES) {
      throw new Error(`the page has more than ${MAX_SAMPLES} samples`);
    }
  };
  return {
    metadata: (name, known) => {
      if (metadata.set(name, known)) onMetadata?.(name, known);
    },
    sample: add,
    histogram: add,
    exemplar: (key, exemplar) => series.exemplar(key, exemplar),
  };
}

function reportScrape(
  series: TargetSeries,
  { up, durationMs, samples }: { up: boolean; durationMs: number; samples: number },
): void {
  const { added } = series;
  series.report('up', up ? 1 : 0);
  series.report('scrape_duration_seconds', durationMs / 1000);
  series.report('scrape_samples_scraped', samples);
  series.report('scrape_samples_post_metric_relabeling', samples);
  series.report('scrape_series_added', up ? added : 0);
}
