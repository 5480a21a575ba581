import { DEFAULT_SCRAPE_LIMITS } from '@telltale/definition';
import { ScrapeLimitError } from './scrape-limit-error.ts';
import type { ScrapeTarget } from './scrape-target.ts';

/** What is known of a scrape when it has ended. */
export interface ScrapeFacts {
  readonly target: Pick<ScrapeTarget, 'timeoutMs' | 'limits'>;
  readonly durationMs: number;
  /** Of the page, decompressed. */
  readonly bodyBytes: number;
  readonly failure: Error | undefined;
  readonly series: {
    readonly scraped: number;
    readonly kept: number;
    readonly added: number;
  };
}

/**
 * The samples about each scrape. The last three are those that Prometheus adds with `extra_scrape_metrics`: as every
 * target has limits here, how near they are can always be asked.
 */
export const REPORTS = {
  up: ({ failure }) => (failure ? 0 : 1),
  scrape_duration_seconds: ({ durationMs }) => durationMs / 1000,
  scrape_samples_scraped: ({ series }) => series.scraped,
  scrape_samples_post_metric_relabeling: ({ series }) => series.kept,
  scrape_series_added: ({ series }) => series.added,
  scrape_timeout_seconds: ({ target }) => target.timeoutMs / 1000,
  scrape_sample_limit: ({ target: { limits = DEFAULT_SCRAPE_LIMITS } }) => limits.samples,
  scrape_body_size_bytes: ({ bodyBytes, failure }) =>
    failure instanceof ScrapeLimitError && failure.limit === 'bodySize' ? -1 : bodyBytes,
} as const satisfies Readonly<Record<string, (facts: ScrapeFacts) => number>>;

export type ReportName = keyof typeof REPORTS;

export const REPORT_NAMES: readonly ReportName[] = [
  'up',
  'scrape_duration_seconds',
  'scrape_samples_scraped',
  'scrape_samples_post_metric_relabeling',
  'scrape_series_added',
  'scrape_timeout_seconds',
  'scrape_sample_limit',
  'scrape_body_size_bytes',
];
