import type { ResolvedDefinition } from '@telltale/definition';
import { printYamlDocument } from '@telltale/formats';
import { fileHeader } from '../file-header.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';

const STORE = 'traces';
/** Traces are large; who needs older ones has metrics. */
const MAX_RETENTION_MS = 7 * 86_400_000;

/**
 * Generates the configuration of Jaeger 2, which is built from the collector and has its format: OTLP in,
 * Badger on a volume at `/var/lib/jaeger`, the pages on 16686. Traces are kept as long as Prometheus keeps
 * samples, and a week at most. Nothing where traces are off.
 */
export function generateJaeger(definition: ResolvedDefinition): readonly GeneratedFile[] {
  if (!definition.traces?.enabled) return [];
  const retentionMs = Math.min(definition.stack?.retentionMs ?? MAX_RETENTION_MS, MAX_RETENTION_MS);
  const config = {
    service: {
      extensions: ['jaeger_storage', 'jaeger_query', 'healthcheckv2'],
      pipelines: {
        traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['jaeger_storage_exporter'] },
      },
      telemetry: {
        resource: { 'service.name': 'jaeger' },
        metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: 8888 } } } }] },
      },
    },
    extensions: {
      healthcheckv2: { use_v2: true, http: { endpoint: '0.0.0.0:13133' } },
      jaeger_query: {
        storage: { traces: STORE },
        http: { endpoint: '0.0.0.0:16686' },
        grpc: { endpoint: '0.0.0.0:16685' },
      },
      jaeger_storage: {
        backends: {
          [STORE]: {
            badger: {
              directories: { keys: '/var/lib/jaeger/keys', values: '/var/lib/jaeger/values' },
              ephemeral: false,
              ttl: { spans: hoursOf(retentionMs) },
            },
          },
        },
      },
    },
    receivers: {
      otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' }, http: { endpoint: '0.0.0.0:4318' } } },
    },
    processors: { batch: {} },
    exporters: { jaeger_storage_exporter: { trace_storage: STORE } },
  };
  return [{ path: layoutOf(definition).jaeger, text: printYamlDocument(config, fileHeader(definition)) }];
}

/** Go's durations have no days. */
function hoursOf(ms: number): string {
  return `${Math.max(1, Math.ceil(ms / 3_600_000))}h`;
}
