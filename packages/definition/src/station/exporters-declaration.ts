import type { Secret } from '@telltale/model';
import type { Duration } from '../time/duration.ts';

/**
 * Exporters that the station starts itself and scrapes, by a name of your choice. One whose job is that of an
 * exporter pack or of a target takes the place of its addresses, so that panels and alerts of the pack work unchanged.
 *
 * @example
 * ```ts
 * import { defineMonitoring, redisExporter } from '@telltale/sdk/define';
 *
 * export default defineMonitoring({
 *   service: 'shop',
 *   exporters: [redisExporter()],
 *   station: {
 *     exporters: {
 *       redis: { env: { REDIS_ADDR: 'redis://cache:6379', REDIS_PASSWORD: { env: 'CACHE_PASSWORD' } } },
 *       haproxy: { command: 'prometheus-haproxy-exporter', args: ['--haproxy.scrape-uri=http://proxy/;csv'] },
 *     },
 *   },
 * });
 * ```
 */
export type StartedExportersDeclaration = Readonly<Record<string, true | StartedExporterDeclaration>>;

/** A program that exposes the metrics of another, started by the station. */
export interface StartedExporterDeclaration {
  /** Name of the program, which is looked for in `PATH`, or its path; that of the pack of its job by default. */
  readonly command?: string;
  /**
   * Its arguments, given as they are: no shell reads them. `{address}` and `{port}` stand for where it is to listen;
   * `--web.listen-address={address}` is added where they stand nowhere, neither here nor in `env`.
   */
  readonly args?: readonly string[];
  /** Its environment, beside `PATH`, `HOME`, `LANG` and `TZ`; nothing else of the station's gets there. */
  readonly env?: Readonly<Record<string, string | Secret>>;
  /** The `job` label; its name by default. */
  readonly job?: string;
  /** The `instance` label; the name of this machine by default. */
  readonly instance?: string;
  /** Path of its metrics; that of the target of its job, or `/metrics`, by default. */
  readonly path?: string;
  /** How often it is scraped; as its target, or as often as the station reads itself, by default. */
  readonly every?: Duration;
}
