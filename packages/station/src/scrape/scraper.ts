import type { Clock, MetricAppender } from '@telltale/model';
import type { MetricFamily } from '../collectors/metric-family.ts';
import type { MetadataRegistry } from './metadata-registry.ts';
import type { TargetReader } from './target-reader.ts';
import type { ScrapeOutcome, ScrapeTarget } from './scrape-target.ts';
import { TargetSeries } from './target-series.ts';

/** Most samples one page may have; more fail the scrape as a whole. */
const MAX_SAMPLES = 100_000;

export interface ScraperOptions {
  readonly target: ScrapeTarget;
  readonly appender: MetricAppender;
  readonly read: TargetReader;
  /** Filled with what the target says of its metrics. */
  readonly metadata: MetadataRegistry;
  readonly clock: Clock;
}

/** Scrapes one target: read, append, report. */
export interface Scraper {
  /** Never throws: a failure is an outcome, `up` 0 and staleness markers. */
  scrape(timestampMs: number): Promise<ScrapeOutcome>;
  /** Ends the target's series. */
  end(timestampMs: number): void;
}

export function createScraper(options: ScraperOptions): Scraper {
  const { target, appender, clock } = options;
  const series = new TargetSeries(appender, target.url, target.labels);

  async function scrape(timestampMs: number): Promise<ScrapeOutcome> {
    const startedMs = performance.now();
    let bodyBytes = 0;
    let error = '';
    series.begin();
    try {
      bodyBytes = await readInto(series, options);
    } catch (cause) {
      error = cause instanceof Error ? cause.message : String(cause);
      series.discard();
    }
    const samples = series.pendingSamples;
    const durationMs = performance.now() - startedMs;
    reportScrape(series, { up: error === '', durationMs, samples });
    series.commit(timestampMs);
    return { atMs: clock.now(), durationMs, samples, bodyBytes, error };
  }

  return { scrape, end: (timestampMs) => series.end(timestampMs) };
}

async function readInto(series: TargetSeries, options: ScraperOptions): Promise<number> {
  const { families, bodyBytes } = await options.read();
  for (const family of families) {
    rememberMetadata(options.metadata, family);
    for (const sample of family.samples) series.add(sample.labels, sample.value);
    if (series.pendingSamples > MAX_SAMPLES) {
      throw new Error(`the page has more than ${MAX_SAMPLES} samples`);
    }
  }
  return bodyBytes;
}

/** OpenMetrics names a counter without the suffix of its sample; queries need the sample's name. */
function rememberMetadata(metadata: MetadataRegistry, family: MetricFamily): void {
  const { name, type, help, unit } = family;
  const sampleName = type === 'counter' && !name.endsWith('_total') ? `${name}_total` : name;
  metadata.set(sampleName, { type, help, unit });
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
