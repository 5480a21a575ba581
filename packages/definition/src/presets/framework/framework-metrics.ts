import { nodeExporter } from '../../exporters/node-exporter.ts';
import { httpServer } from '../../kits/http-server.ts';
import { methods } from '../../kits/methods.ts';
import { nodeRuntime } from '../../kits/node-runtime.ts';
import { createCatalogue } from '../../query/catalogue.ts';
import type { Duration } from '../../time/duration.ts';

/** Sets of upper bounds of the durations. */
export type FrameworkBuckets = 'coarse' | 'fine';

/** Requests, methods and runtime under their names. */
export function frameworkKits(buckets: FrameworkBuckets) {
  return [
    httpServer({
      names: {
        requests: 'http_requests_total',
        duration: 'request_duration_seconds',
        inFlight: 'active_requests',
        phases: 'request_phase_duration_seconds',
        connections: 'active_connections',
      },
      labels: { status: 'status' },
      durationLabels: ['status'],
      buckets,
      help: { duration: 'Request duration in seconds', inFlight: 'Requests that are being processed' },
    }),
    methods({ names: { calls: 'requests_total', duration: 'response_time_seconds' } }),
    nodeRuntime({
      names: { residentMemory: 'memory_usage_bytes' },
      help: { residentMemory: 'Memory of the process: its resident set' },
    }),
  ] as const;
}

/** The host, which the collector of the system looks at. */
export function frameworkExporters(
  address: string | undefined,
  every: Duration,
  runbooks: string | undefined,
) {
  return [nodeExporter({ job: 'system', address, every, runbooks })] as const;
}

/** What alerts and panels are made of: the names do not depend on the options. */
export type FrameworkQueries = ReturnType<typeof frameworkQueries>;

/** The queries of alerts and panels. */
export function frameworkQueries() {
  const [http, calls, runtime] = frameworkKits('coarse');
  const [host] = frameworkExporters(undefined, '30s', undefined);
  return createCatalogue({ ...http.metrics, ...calls.metrics, ...runtime.metrics, ...host.metrics });
}
