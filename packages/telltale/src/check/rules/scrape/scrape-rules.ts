import type { CheckRule } from '../../check-rule.ts';
import { scrapeBatchJob } from './batch-job.ts';
import { scrapeFallbackProtocol } from './fallback-protocol.ts';
import { scrapeInterval } from './interval.ts';
import { scrapeKnownPath } from './known-path.ts';
import { scrapeLocalhostInContainer } from './localhost-in-container.ts';
import { scrapeNoLimits } from './no-limits.ts';
import { scrapeNoMetrics } from './no-metrics.ts';
import { scrapeNonMetricsPort } from './non-metrics-port.ts';
import { scrapePathMismatch } from './path-mismatch.ts';
import { scrapePathNotScraped } from './path-not-scraped.ts';
import { scrapePortMismatch } from './port-mismatch.ts';
import { scrapeUncovered } from './uncovered.ts';
import { scrapeUnknownHost } from './unknown-host.ts';
import { scrapeUrlInTarget } from './url-in-target.ts';

/** Rules of scrape jobs and targets. */
export const SCRAPE_RULES: readonly CheckRule[] = [
  scrapeUrlInTarget,
  scrapeNonMetricsPort,
  scrapeKnownPath,
  scrapeLocalhostInContainer,
  scrapeUnknownHost,
  scrapePortMismatch,
  scrapePathMismatch,
  scrapePathNotScraped,
  scrapeUncovered,
  scrapeNoMetrics,
  scrapeBatchJob,
  scrapeInterval,
  scrapeFallbackProtocol,
  scrapeNoLimits,
];
