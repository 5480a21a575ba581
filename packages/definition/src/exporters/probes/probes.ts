import { given } from '../../options/given.ts';
import type { ProbeIpProtocol } from '../../resolved/resolved-blackbox.ts';
import type { Duration } from '../../time/duration.ts';
import type { ExporterOptions, PackParts } from '../create-pack.ts';
import { createPack } from '../create-pack.ts';
import { probeMetrics, PROBE_SOURCE } from '../data/probe-metrics.ts';
import type { ExporterPack } from '../exporter-pack.ts';
import { probeAlerts } from './probe-alerts.ts';
import { probeDashboards } from './probe-dashboard.ts';
import type { ProbesDeclaration } from '../../probes/probes-declaration.ts';

/** What {@link probes} takes. `address` is that of the blackbox_exporter of a stack: a station probes by itself. */
export interface ProbesOptions<Job extends string = string>
  extends Omit<ExporterOptions<Job>, 'authorization'>, ProbesDeclaration {
  /** When a probe counts as failed; the definition's `scrape.timeout`, or the interval if that is shorter. */
  readonly timeout?: Duration;
  /** Which protocol is taken where a name has addresses of both; `ip4` by default. */
  readonly ipProtocol?: ProbeIpProtocol;
}

const PARTS: PackParts<ReturnType<typeof probeMetrics>> = {
  pack: 'blackbox',
  job: 'probes',
  host: 'blackbox-exporter',
  port: 9115,
  path: '/probe',
  image: 'prom/blackbox-exporter',
  metrics: probeMetrics,
  source: PROBE_SOURCE,
  alerts: probeAlerts,
  dashboards: probeDashboards,
};

/**
 * Asks from outside whether something answers: URLs, ports, and ports that speak TLS. The metrics are those of
 * blackbox_exporter: a station makes the probes itself, generated stacks run the exporter with the modules of
 * this definition. Each probe is a target with its address as `instance` and its name as `probe`.
 *
 * @example
 * ```ts
 * import { defineMonitoring, probes, resolveDefinition } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'shop',
 *   exporters: [
 *     probes({
 *       every: '30s',
 *       http: {
 *         shop: 'https://shop.example/health',
 *         api: { url: 'https://shop.example/api/version', status: [200, 204], body: /"version":/ },
 *       },
 *       tcp: { db: 'db.shop.example:5432' },
 *       tls: { mail: 'mail.shop.example:465' },
 *       alerts: false,
 *       dashboards: false,
 *     }),
 *   ],
 *   dashboards: (m) => ({ Outside: { Answering: m.probe_success.now().min('probe') } }),
 * });
 * const [{ probes: resolved = [] }] = resolveDefinition(definition).targets;
 * console.log(resolved.map(({ name }) => name).join(' ')); // shop api db mail
 * ```
 */
export function probes<const Job extends string = 'probes'>(
  options: ProbesOptions<Job>,
): ExporterPack<Job, ReturnType<typeof probeMetrics>> {
  const { http, tcp, tls, timeout, ipProtocol, ...common } = given(options);
  const pack = createPack(PARTS, common as ExporterOptions<Job>);
  return {
    ...pack,
    target: { ...pack.target, ...(timeout !== undefined && { timeout }) },
    probes: {
      ...(http && { http }),
      ...(tcp && { tcp }),
      ...(tls && { tls }),
      ...(ipProtocol !== undefined && { ipProtocol }),
    },
  };
}
