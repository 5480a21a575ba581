import type {
  DiscoveryResponse,
  RulesResponse,
  ScrapeNowRequest,
  StatusResponse,
  TargetView,
  TargetsResponse,
} from '@telltale/station/contract';
import type { HttpClient } from './http.ts';

/** The station itself, what it scrapes and the rules that it evaluates. */
export interface TargetsApi {
  readonly status: (signal?: AbortSignal) => Promise<StatusResponse>;
  readonly targets: (signal?: AbortSignal) => Promise<TargetsResponse>;
  /** Scrapes a target between its times, and tells how that went. */
  readonly scrapeNow: (request: ScrapeNowRequest) => Promise<TargetView>;
  readonly discovery: (signal?: AbortSignal) => Promise<DiscoveryResponse>;
  readonly rules: (signal?: AbortSignal) => Promise<RulesResponse>;
}

/** Creates the calls. */
export function createTargetsApi({ get, send }: HttpClient): TargetsApi {
  return {
    status: (signal) => get('/api/telltale/status', {}, signal),
    targets: (signal) => get('/api/telltale/targets', {}, signal),
    scrapeNow: (request) => send('POST', '/api/telltale/targets/scrape', request),
    discovery: (signal) => get('/api/telltale/discovery', {}, signal),
    rules: (signal) => get('/api/telltale/rules', {}, signal),
  };
}
