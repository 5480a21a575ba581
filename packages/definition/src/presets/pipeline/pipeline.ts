import { alertmanagerServer } from '../../exporters/alertmanager-server.ts';
import { cadvisor } from '../../exporters/cadvisor.ts';
import { clickhouse } from '../../exporters/clickhouse.ts';
import type { ExporterPack } from '../../exporters/exporter-pack.ts';
import { kafkaExporter } from '../../exporters/kafka-exporter.ts';
import { nodeExporter } from '../../exporters/node-exporter.ts';
import { postgresExporter } from '../../exporters/postgres-exporter.ts';
import { prometheusServer } from '../../exporters/prometheus-server.ts';
import { redisExporter } from '../../exporters/redis-exporter.ts';
import { external } from '../../external/external.ts';
import type { Kit } from '../../kits/kit.ts';
import type { Empty } from '../../metrics/empty.ts';
import { given } from '../../options/given.ts';
import { definePreset } from '../../monitoring/define-preset.ts';
import type { Preset } from '../../monitoring/preset.ts';
import { layoutIn } from '../layout-in.ts';
import { withoutDashboards } from '../without-dashboards.ts';
import type { PipelineThresholds } from './pipeline-alerts.ts';
import { pipelineAlerts } from './pipeline-alerts.ts';
import { pipelineDashboards } from './pipeline-dashboards.ts';
import type { PipelineMetrics, RecordedMetrics } from './pipeline-metrics.ts';
import { PIPELINE_SERVICES, declaredMetrics, serviceKits, serviceMetrics } from './pipeline-metrics.ts';

/** What is looked at beside the services of a pipeline. */
export type PipelinePart =
  | 'node'
  | 'cadvisor'
  | 'kafka'
  | 'clickhouse'
  | 'postgres'
  | 'redis'
  | 'prometheus'
  | 'alertmanager';

/** What {@link pipeline} takes. */
export interface PipelineOptions<Service extends string = string, Recorded extends Service = Service> {
  /** Services; normalization, enrichment, aggregation and projection by default. Their metrics begin with their names. */
  readonly services?: readonly Service[];
  /**
   * The service whose program the definition instruments. The metrics of the others are known, and registered by
   * their own programs. None by default: for the definition of the whole pipeline.
   */
  readonly records?: Recorded;
  /** `host:port` by service or part; port 8080 of the service, with `-` for `_`, by default. */
  readonly addresses?: { readonly [Name in Service | PipelinePart]?: string | readonly string[] };
  /** Parts that the pipeline does not have; none by default. */
  readonly without?: readonly PipelinePart[];
  /** When alerts fire. */
  readonly thresholds?: PipelineThresholds;
  /** Folder or address of the runbooks; `docs/runbooks` by default. */
  readonly runbooks?: string;
}

type Pack<Create extends () => ExporterPack> = ReturnType<Create>['metrics'];

/** Written out, as a union of all parts would be in the declarations that are published. */
type PartMetrics = Pack<typeof nodeExporter> &
  Pack<typeof cadvisor> &
  Pack<typeof kafkaExporter> &
  Pack<typeof clickhouse> &
  Pack<typeof postgresExporter> &
  Pack<typeof redisExporter> &
  Pack<typeof prometheusServer> &
  Pack<typeof alertmanagerServer>;

/** What {@link pipeline} makes. */
export type PipelinePreset<Service extends string, Recorded extends Service> = Preset<
  RecordedMetrics<Recorded>,
  PartMetrics & PipelineMetrics<Exclude<Service, Recorded>>,
  Service | PipelinePart,
  never
>;

type Addresses = Readonly<Partial<Record<string, string | readonly string[]>>>;

const LAYOUT = {
  ...layoutIn('monitoring'),
  prometheus: 'monitoring/prometheus.yml',
  rules: 'monitoring/alert_rules.yml',
  alertmanager: 'monitoring/alertmanager.yml',
  dashboards: 'monitoring/grafana/dashboards',
  provisioning: 'monitoring/grafana/provisioning',
} as const;

/** cAdvisor has 8081 on the host: 8080 is that of the services. */
const STACK = {
  ports: { prometheus: 9090, alertmanager: 9093, grafana: 3000, node: 9100, cadvisor: 8081 },
  volumes: {
    prometheus: 'prometheus-data',
    grafana: 'grafana-data',
    alertmanager: 'alertmanager-data',
  },
  retention: { time: '200h', size: '10GB' },
  limits: {
    prometheus: { memory: '2GB' },
    grafana: { memory: '512MB' },
    node: { memory: '64MB' },
    cadvisor: { memory: '128MB' },
  },
} as const;

/**
 * Services that process messages one after the other: health, requests, messages, errors, lag, memory and
 * connections of each under its own prefix, with the host, containers, Kafka, ClickHouse, PostgreSQL, Redis and
 * the monitoring itself, alerts on health, performance and messages, an overview and a dashboard for each service.
 *
 * @example
 * ```ts
 * import { defineMonitoring, pipeline } from '@telltale/sdk/define';
 *
 * const definition = defineMonitoring({
 *   service: 'enrichment_service',
 *   preset: pipeline({ records: 'enrichment_service', without: ['clickhouse'] }),
 *   dashboards: (m) => ({
 *     Bars: { Rate: m.aggregation_service_bars_generated_total.rate('5m').sum('interval') },
 *   }),
 * });
 * console.log(definition.metrics.enrichment_service_messages_processed_total.kind); // counter
 * ```
 */
export function pipeline<
  const Service extends string = (typeof PIPELINE_SERVICES)[number],
  const Recorded extends Service = never,
>(options?: PipelineOptions<Service, Recorded>): PipelinePreset<Service, Recorded> {
  const { services, records, addresses = {}, without = [], thresholds, runbooks } = given(options);
  // Without options it is the default of the type parameter.
  const all = services ?? (PIPELINE_SERVICES as readonly string[] as readonly Service[]);
  const places: Addresses = addresses;
  const parts = partExporters(places, runbooks);
  const others = all.filter((service) => service !== records);
  const foreign = others.map((service) => serviceExporter(service, places));
  const own = records === undefined ? {} : { [records]: { address: addressOf(records, places) } };
  // Those that no kit has are in the type of the kits.
  const metrics: Empty = records === undefined ? {} : declaredMetrics(records);
  const preset: unknown = definePreset({
    preset: 'pipeline',
    // The metrics have the names that the types say.
    kits: (records === undefined ? [] : withoutDashboards(serviceKits(records))) as readonly Kit<
      RecordedMetrics<Recorded>
    >[],
    metrics,
    // A part that is left out has no metrics either, which no type knows.
    exporters: [
      ...parts.filter(({ pack }) => !without.some((part) => part === pack)),
      ...foreign,
    ] as readonly (
      | (typeof parts)[number]
      | ExporterPack<Exclude<Service, Recorded>, PipelineMetrics<Exclude<Service, Recorded>>>
    )[],
    targets: own as { readonly [Name in Recorded]: { readonly address: string | readonly string[] } },
    scrape: { every: '15s' },
    evaluateEvery: '15s',
    alerts: () => pipelineAlerts(all, thresholds ?? {}, runbooks),
    dashboards: () => pipelineDashboards(all),
    station: {
      retention: { time: '200h' },
      query: { timeout: '30s' },
      ui: { refresh: '30s', range: '1h' },
    },
    layout: LAYOUT,
    stack: STACK,
  });
  // The same metrics and names, in types that other compilers can read.
  return preset as PipelinePreset<Service, Recorded>;
}

/** A service that another program records. */
function serviceExporter<Service extends string>(service: Service, places: Addresses) {
  const address = addressOf(service, places);
  const from = `http://${typeof address === 'string' ? address : address[0]}/metrics`;
  return external(service, { from, address, metrics: serviceMetrics(service) });
}

function addressOf(service: string, places: Addresses): string | readonly string[] {
  return places[service] ?? `${service.replaceAll('_', '-')}:8080`;
}

function partExporters(places: Addresses, runbooks: string | undefined) {
  return [
    nodeExporter({ address: places['node'], runbooks }),
    cadvisor({ address: places['cadvisor'], runbooks }),
    kafkaExporter({ address: places['kafka'], runbooks }),
    clickhouse({ address: places['clickhouse'], runbooks }),
    postgresExporter({ address: places['postgres'], runbooks }),
    redisExporter({ address: places['redis'], runbooks }),
    prometheusServer({ address: places['prometheus'], runbooks }),
    alertmanagerServer({ address: places['alertmanager'], runbooks }),
  ] as const;
}
