import { cache } from '../../kits/cache.ts';
import { healthChecks } from '../../kits/health-checks.ts';
import { httpServer } from '../../kits/http-server.ts';
import type { Kit } from '../../kits/kit.ts';
import { messages } from '../../kits/messages.ts';
import type { NodeRuntimeMetrics } from '../../kits/node-runtime.ts';
import { nodeRuntime } from '../../kits/node-runtime.ts';
import type { CounterDeclaration, GaugeDeclaration, MetricDeclarations } from '../../metrics/declaration.ts';
import { counter, gauge } from '../../metrics/declaration.ts';
import type { NoLabels } from '../../metrics/label-spec.ts';

/** Services of the pipeline where they are not listed, one for each stage. */
export const PIPELINE_SERVICES = [
  'normalization_service',
  'enrichment_service',
  'aggregation_service',
  'projection_service',
] as const;

const TOPICS = { topic: { maxValues: 100 } } as const;

/** What one stage shows in addition, by the service that the stage is. */
export const STAGE_METRICS = {
  normalization_service: {
    data_quality_issues_total: counter({
      help: 'Messages that break a rule of data quality',
      labels: { rule: { maxValues: 50 } },
    }),
  },
  enrichment_service: {},
  aggregation_service: {
    aggregation_service_bars_generated_total: counter({
      help: 'OHLC bars generated',
      labels: { interval: { maxValues: 10 } },
    }),
  },
  projection_service: {
    projection_service_projections_updated_total: counter({ help: 'Projections updated' }),
  },
} as const;

/** The services that have a cache: of metadata, and of materialized views. */
const CACHING = ['enrichment_service', 'projection_service'] as const;

type Stage = keyof typeof STAGE_METRICS;
type UnionToIntersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (
  all: infer Intersection,
) => void
  ? Intersection
  : never;

/** The metrics of services of the pipeline; each name begins with the service. */
export type PipelineMetrics<Service extends string> = ReturnType<typeof requestKit<Service>>['metrics'] &
  ReturnType<typeof messageKit<Service>>['metrics'] &
  ReturnType<typeof healthKit<Service>>['metrics'] &
  ReturnType<typeof ownMetrics<Service>> & {
    readonly [Name in `${Service}_memory_usage_bytes`]: GaugeDeclaration<NoLabels, 'bytes'>;
  } & {
    readonly [
      Name in `${Service & (typeof CACHING)[number]}_cache_${'hits' | 'misses'}_total`
    ]: CounterDeclaration<NoLabels, ''>;
  } & ([Service & Stage] extends [never]
    ? unknown
    : UnionToIntersection<(typeof STAGE_METRICS)[Service & Stage]>);

/** The metrics of the service that records: those of its runtime too. */
export type RecordedMetrics<Service extends string> = PipelineMetrics<Service> &
  Omit<NodeRuntimeMetrics, 'process_resident_memory_bytes'>;

/** Requests of a service. */
export function requestKit<const Service extends string>(service: Service) {
  return httpServer({
    prefix: service,
    names: { inFlight: false, connections: true },
    labels: { route: 'path', status: 'status' },
    buckets: 'fine',
    help: { requests: 'Total HTTP requests', duration: 'Request latency', connections: 'Active connections' },
  });
}

/** Messages of a service. */
export function messageKit<const Service extends string>(service: Service) {
  return messages({
    prefix: service,
    help: {
      processed: 'Messages processed',
      duration: 'Message processing time',
      errors: 'Error count by type',
    },
  });
}

/** Health of a service: whether it is healthy, and which of its checks has failed. */
export function healthKit<const Service extends string>(service: Service) {
  return healthChecks({ prefix: service, names: { state: false, duration: false } });
}

/** The metrics that no kit has. */
export function ownMetrics<const Service extends string>(service: Service) {
  return {
    [`${service}_consumer_lag_messages`]: gauge({
      help: 'Messages of a topic that wait to be processed',
      labels: TOPICS,
      aggregate: 'max',
    }),
    // The names are those that the type says.
  } as { readonly [Name in `${Service}_consumer_lag_messages`]: GaugeDeclaration<typeof TOPICS, ''> };
}

/** The kits of a service, by which the SDK records its metrics. */
export function serviceKits(service: string): readonly Kit[] {
  const runtime = nodeRuntime({
    names: { residentMemory: `${service}_memory_usage_bytes` },
    help: { residentMemory: 'Memory usage' },
  });
  return [requestKit(service), messageKit(service), healthKit(service), runtime, ...cacheKits(service)];
}

function cacheKits(service: string): readonly Kit[] {
  if (!CACHING.some((name) => name === service)) return [];
  const names = { operations: false, duration: false, entries: false, bytes: false } as const;
  return [cache({ prefix: service, names, labels: { cache: false } })];
}

/** What a service declares beside its kits. */
export function declaredMetrics(service: string): MetricDeclarations {
  return { ...ownMetrics(service), ...(isStage(service) && STAGE_METRICS[service]) };
}

/** All metrics of a service whose names say that they are its own. */
export function serviceMetrics(service: string): MetricDeclarations {
  const ofKits = serviceKits(service).flatMap(({ metrics }) => Object.entries(metrics));
  const prefixed = ofKits.filter(([name]) => name.startsWith(`${service}_`));
  return { ...Object.fromEntries(prefixed), ...declaredMetrics(service) };
}

function isStage(service: string): service is Stage {
  return Object.hasOwn(STAGE_METRICS, service);
}
