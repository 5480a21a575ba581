import type { CheckRule } from '../../check-rule.ts';
import { scrapeKnownPath } from './known-path.ts';
import { scrapeLocalhostInContainer } from './localhost-in-container.ts';
import { scrapeNonMetricsPort } from './non-metrics-port.ts';
import { scrapeUnknownHost } from './unknown-host.ts';
import { scrapeUrlInTarget } from './url-in-target.ts';

/** Rules of scrape jobs and targets. */
export const SCRAPE_RULES: readonly CheckRule[] = [
  scrapeUrlInTarget,
  scrapeNonMetricsPort,
  scrapeKnownPath,
  scrapeLocalhostInContainer,
  scrapeUnknownHost,
];
