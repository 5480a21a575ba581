import { TelltaleError } from '@telltale/model';
import type { ExporterPack } from '../exporters/exporter-pack.ts';
import type { MetricDeclarations } from '../metrics/declaration.ts';
import { given } from '../options/given.ts';
import type { StaticTarget } from '../targets/target-declaration.ts';
import type { Duration } from '../time/duration.ts';

/** What {@link external} takes. */
export interface ExternalOptions<Metrics extends MetricDeclarations> {
  /** Where the program shows its metrics, such as `http://worker:9100/metrics`, or the file they were read from. */
  readonly from: string;
  /** `host:port` to scrape; that of `from` by default, and needed where `from` is a file. */
  readonly address?: string | readonly string[];
  /** The metrics it exposes, as `telltale types URL` writes them. */
  readonly metrics: Metrics;
  /** How often it is scraped; the definition's `scrape.every` by default. */
  readonly every?: Duration;
  /** Labels added to every sample. */
  readonly labels?: Readonly<Record<string, string>>;
}

/**
 * Declares a program that is not instrumented with this SDK, for example one in another language: its metrics are
 * in `m`, and it is scraped under the name `job`. `telltale types URL --out FILE` writes its metrics. Throws
 * `TT_DEFINITION_INVALID` where it is not said what to scrape.
 *
 * @example
 * ```ts
 * import { defineMonitoring, external, gauge, resolveDefinition } from '@telltale/sdk/define';
 *
 * const metrics = { jobs_waiting: gauge({ help: 'Jobs that wait' }) };
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   exporters: [external('worker', { from: 'http://worker:9100/metrics', metrics })],
 *   dashboards: (m) => ({ Worker: { Waiting: m.jobs_waiting.now() } }),
 * });
 * console.log(resolveDefinition(definition).targets[0].addresses[0]); // worker:9100
 * ```
 */
export function external<const Job extends string, const Metrics extends MetricDeclarations>(
  job: Job,
  options: ExternalOptions<Metrics>,
): ExporterPack<Job, Metrics> {
  const { from, address, metrics, every, labels } = given(options);
  const place = targetOf(job, from, address);
  const target: StaticTarget = { ...place, ...(every && { every }), ...(labels && { labels }) };
  const [first] = typeof place.address === 'string' ? [place.address] : place.address;
  const port = Number(/:(\d+)$/.exec(first ?? '')?.[1] ?? 0);
  return {
    pack: 'external',
    job,
    metrics,
    target,
    image: '',
    port,
    version: '',
    date: '',
    documented: false,
  };
}

const DEFAULT_PORTS: ReadonlyMap<string, string> = new Map([
  ['http:', '80'],
  ['https:', '443'],
]);

function targetOf(
  job: string,
  from: string,
  address: string | readonly string[] | undefined,
): Pick<StaticTarget, 'address' | 'path' | 'scheme'> {
  const url = typeof from === 'string' ? URL.parse(from) : null;
  const defaultPort = url ? DEFAULT_PORTS.get(url.protocol) : undefined;
  if (!url || defaultPort === undefined) {
    if (address !== undefined) return { address };
    throw new TelltaleError(
      'TT_DEFINITION_INVALID',
      `external('${job}'): write from: 'http://host:port/metrics', or the address that is scraped`,
    );
  }
  return {
    address: address ?? `${url.hostname}:${url.port || defaultPort}`,
    path: `/${url.pathname.slice(1)}`,
    scheme: url.protocol === 'https:' ? 'https' : 'http',
  };
}
