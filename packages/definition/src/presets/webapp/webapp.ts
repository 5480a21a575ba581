import type { ExporterPack } from '../../exporters/exporter-pack.ts';
import { given } from '../../options/given.ts';
import { definePreset } from '../../monitoring/define-preset.ts';
import { layoutIn } from '../layout-in.ts';
import { withoutDashboards } from '../without-dashboards.ts';
import type { WebappThresholds } from './webapp-alerts.ts';
import { webappAlerts } from './webapp-alerts.ts';
import { webappDashboards } from './webapp-dashboards.ts';
import type { WebappExporterAddresses } from './webapp-metrics.ts';
import { TASK_TYPES, webappExporters, webappKits, webappQueries } from './webapp-metrics.ts';
import { webappSavedQueries } from './webapp-saved-queries.ts';

/** A part that can be left out: the others are what the application itself is made of. */
export type WebappPart = 'containers' | 'host';

/** Name of the exporter pack of each part. */
const PACKS: Readonly<Record<WebappPart, string>> = { containers: 'cadvisor', host: 'node' };

/** What {@link webapp} takes. */
export interface WebappOptions<Types extends readonly string[] = readonly string[]> {
  /** `host:port` of the API, the extraction workers and the search workers. */
  readonly addresses?: {
    /** `backend:8000` by default; metrics are at `/api/v1/metrics`. */
    readonly backend?: string | readonly string[];
    /** `extraction-worker:9090` by default. */
    readonly extractionWorker?: string | readonly string[];
    /** `search-worker:9091` by default. */
    readonly searchWorker?: string | readonly string[];
  } & WebappExporterAddresses;
  /** Parts that nothing exports, with their alerts and panels; none by default. */
  readonly without?: readonly WebappPart[];
  /** Kinds of files that are extracted; pdf, dxf, ifc and step by default. */
  readonly taskTypes?: Types;
  /** When alerts fire. */
  readonly thresholds?: WebappThresholds;
  /** Folder or address of the runbooks; `docs/runbooks` by default. */
  readonly runbooks?: string;
}

const JOBS = ['backend', 'extraction-worker', 'search-worker'] as const;

const LAYOUT = {
  ...layoutIn('monitoring'),
  prometheus: 'monitoring/prometheus.yml',
  rules: 'monitoring/alerts/{group}.yml',
  alertmanager: 'monitoring/alertmanager.yml',
  dashboards: 'monitoring/grafana-dashboards',
  provisioning: 'monitoring/grafana-provisioning',
} as const;

const STACK = {
  ports: { prometheus: 9090, alertmanager: 9093, grafana: 3000, node: 9100 },
  volumes: { prometheus: 'prometheus-data', grafana: 'grafana-data', alertmanager: 'alertmanager-data' },
  retention: { time: '15d' },
} as const;

/**
 * A web application with workers: API requests, extraction tasks and their queues, database queries, cache,
 * WebSockets, PostgreSQL, Redis, containers and the host, with the alerts for errors, slowness and
 * exhaustion, four dashboards and five saved queries.
 *
 * @example
 * ```ts
 * import { defineMonitoring, webapp } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'pybase',
 *   preset: webapp({ taskTypes: ['pdf', 'dxf'], thresholds: { apiSeconds: 0.5 } }),
 *   dashboards: (m) => ({
 *     Drawings: { Tasks: m.extraction_tasks_total.where({ task_type: 'dxf' }).rate('5m').sum('status') },
 *   }),
 * });
 * console.log(definition.metrics.http_requests_total.help); // Total HTTP requests count
 * ```
 */
export function webapp<const Types extends readonly string[] = typeof TASK_TYPES>(
  options?: WebappOptions<Types>,
) {
  const { addresses = {}, taskTypes, thresholds, runbooks, without = [] } = given(options);
  const { backend, extractionWorker, searchWorker, ...exporters } = addresses;
  // Without options it is the default of the type parameter.
  const types = taskTypes ?? (TASK_TYPES as readonly string[] as Types);
  return definePreset({
    preset: 'webapp',
    kits: withoutDashboards(webappKits(types)),
    exporters: present(webappExporters(exporters, runbooks), without),
    targets: {
      backend: { address: backend ?? 'backend:8000', path: '/api/v1/metrics' },
      'extraction-worker': { address: extractionWorker ?? 'extraction-worker:9090' },
      'search-worker': { address: searchWorker ?? 'search-worker:9091' },
    },
    scrape: { every: '15s' },
    evaluateEvery: '15s',
    alerts: () => {
      const { DiskSpaceLow, ...others } = webappAlerts(webappQueries(), JOBS, thresholds ?? {}, runbooks);
      return without.includes('host') ? others : { ...others, DiskSpaceLow };
    },
    queries: () => webappSavedQueries(webappQueries()),
    dashboards: () => webappDashboards(webappQueries(), JOBS),
    station: { retention: { time: '15d' }, ui: { refresh: '30s', range: '1h' } },
    layout: LAYOUT,
    stack: STACK,
  });
}

/** A part that is left out has no metrics either, which no type knows. */
function present<Packs extends readonly ExporterPack[]>(packs: Packs, without: readonly WebappPart[]): Packs {
  const left = new Set(without.map((part) => PACKS[part]));
  return packs.filter(({ pack }) => !left.has(pack)) as readonly ExporterPack[] as Packs;
}
