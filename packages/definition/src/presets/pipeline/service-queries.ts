import { createCatalogue } from '../../query/catalogue.ts';
import { healthKit, messageKit, ownMetrics, requestKit } from './pipeline-metrics.ts';
import { cache } from '../../kits/cache.ts';
import { nodeRuntime } from '../../kits/node-runtime.ts';

/** The queries of one service by what they tell, whatever the service is called. */
export type ServiceQueries = ReturnType<typeof serviceQueries>;

/** The metrics of a service by role: their names are known only when the services are. */
export function serviceQueries(service: string) {
  const of = <const Name extends string>(name: Name) => `${service}_${name}` as const;
  const http = createCatalogue(requestKit(service).metrics);
  const stream = createCatalogue(messageKit(service).metrics);
  const health = createCatalogue(healthKit(service).metrics);
  const own = createCatalogue(ownMetrics(service));
  const memory = createCatalogue(
    nodeRuntime({ names: { residentMemory: of('memory_usage_bytes') } }).metrics,
  );
  const caches = createCatalogue(cache({ prefix: service, labels: { cache: false } }).metrics);
  return {
    job: service,
    up: http.up(service),
    requests: http[of('requests_total')],
    duration: http[of('request_duration_seconds')],
    connections: http[of('active_connections')],
    messages: stream[of('messages_processed_total')],
    processing: stream[of('processing_duration_seconds')],
    errors: stream[of('errors_total')],
    health: health[of('health_status')],
    lag: own[of('consumer_lag_messages')],
    memory: memory[of('memory_usage_bytes')],
    cacheHits: caches[of('cache_hits_total')],
    cacheMisses: caches[of('cache_misses_total')],
  };
}
