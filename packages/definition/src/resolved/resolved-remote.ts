import type { ResolvedScrapeAccess } from './resolved-scrape.ts';

/** A Prometheus-compatible server that a station reads from. */
export interface ResolvedRemote extends ResolvedScrapeAccess {
  /** Address in front of `/api/v1`; without user and password. */
  readonly url: string;
}
