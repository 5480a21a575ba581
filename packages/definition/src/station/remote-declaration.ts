import type { ScrapeAccessDeclaration } from '../targets/scrape-access-declaration.ts';

/**
 * A Prometheus-compatible server that pages, checks, proofs and the command line read from in place of the station's
 * data folder: Prometheus, Mimir, Thanos, VictoriaMetrics. It scrapes and evaluates the rules.
 *
 * @example
 * ```ts
 * import { defineMonitoring } from '@telltale/sdk/define';
 *
 * export default defineMonitoring({
 *   service: 'shop',
 *   station: {
 *     remote: {
 *       url: 'https://mimir.example/prometheus',
 *       authorization: { env: 'MIMIR_TOKEN' },
 *       headers: { 'X-Scope-OrgID': 'shop' },
 *     },
 *   },
 * });
 * ```
 */
export interface RemoteDeclaration extends ScrapeAccessDeclaration {
  /** Address in front of `/api/v1`: `http://prometheus:9090`, `https://mimir/prometheus`. */
  readonly url: string;
}
