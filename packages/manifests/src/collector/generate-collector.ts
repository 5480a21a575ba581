import type { ResolvedDefinition, ResolvedTraces } from '@telltale/definition';
import type { YamlMapping } from '@telltale/formats';
import { printYamlDocument } from '@telltale/formats';
import { logIndexOf } from '../elastic/log-index.ts';
import { elasticAddress, logsWay } from '../elastic/shipped-logs.ts';
import { ELASTIC_PASSWORD } from '../secrets/elastic-password.ts';
import { mountedSecret } from '../secrets/stack-secret.ts';
import { fileHeader } from '../file-header.ts';
import type { GenerateOptions } from '../generate-options.ts';
import type { GeneratedFile } from '../generated-file.ts';
import { layoutOf } from '../layout-of.ts';

/**
 * Generates the configuration of an OpenTelemetry Collector (the contrib distribution): OTLP in, memory
 * bounded, and of the traces what the definition keeps, to Jaeger. Traces with errors and slow ones are
 * kept whatever the share: that is known only when a trace has ended, so that one collector must see all
 * of it. Metrics go to Mimir where the stack has it, logs to Elasticsearch where they go to a collector.
 * Nothing where traces are off.
 */
export function generateCollector(
  definition: ResolvedDefinition,
  options: GenerateOptions = {},
): readonly GeneratedFile[] {
  const { traces } = definition;
  if (!traces?.enabled) return [];
  const sampling = samplingOf(traces);
  const signals = [tracesTo(Object.keys(sampling)), ...metricsTo(options), ...logsTo(definition)];
  const config: YamlMapping = {
    receivers: {
      otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' }, http: { endpoint: '0.0.0.0:4318' } } },
    },
    processors: {
      // First in every pipeline: it refuses what would not fit, and the sender tries again.
      memory_limiter: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 20 },
      ...sampling,
      batch: { send_batch_size: 8192, send_batch_max_size: 16_384, timeout: '1s' },
    },
    exporters: Object.fromEntries(signals.map(({ exporter }) => exporter)),
    extensions: { health_check: { endpoint: '0.0.0.0:13133' } },
    service: {
      extensions: ['health_check'],
      telemetry: OWN_METRICS,
      pipelines: Object.fromEntries(signals.map(({ name, pipeline }) => [name, pipeline])),
    },
  };
  const header = [...fileHeader(definition), keptNote(traces)];
  return [{ path: layoutOf(definition).collector, text: printYamlDocument(config, header) }];
}

/** The collector's own metrics, for Prometheus. */
const OWN_METRICS: YamlMapping = {
  metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: 8888 } } } }] },
};

interface Signal {
  readonly name: 'traces' | 'metrics' | 'logs';
  readonly exporter: readonly [string, YamlMapping];
  readonly pipeline: YamlMapping;
}

function signal(
  name: Signal['name'],
  exporter: Signal['exporter'],
  processors: readonly string[] = [],
): Signal {
  const pipeline = {
    receivers: ['otlp'],
    processors: ['memory_limiter', ...processors, 'batch'],
    exporters: [exporter[0]],
  };
  return { name, exporter, pipeline };
}

function tracesTo(sampling: readonly string[]): Signal {
  return signal('traces', ['otlp_grpc', { endpoint: 'jaeger:4317', tls: { insecure: true } }], sampling);
}

function metricsTo({ ha = false }: GenerateOptions): readonly Signal[] {
  if (!ha) return [];
  return [signal('metrics', ['prometheusremotewrite', { endpoint: 'http://mimir:9009/api/v1/push' }])];
}

function logsTo(definition: ResolvedDefinition): readonly Signal[] {
  if (logsWay(definition) !== 'collector') return [];
  const index = logIndexOf(definition);
  return [
    signal('logs', [
      'elasticsearch',
      {
        endpoints: [elasticAddress(definition)],
        user: 'elastic',
        password: `\${file:${mountedSecret(ELASTIC_PASSWORD.name)}}`,
        // The exporter has no dates in names; a data stream is what the template makes of this one.
        logs_index:
          index.kind === 'data-stream'
            ? `logs-${index.dataset}-default`
            : index.patterns[0].replace(/-\*$/, '-otlp'),
      },
    ]),
  ];
}

/** Where the service decides itself, all that arrives is kept. */
function isDecidedHere({ ratio, tailSampling }: ResolvedTraces): boolean {
  return ratio < 1 && tailSampling;
}

function samplingOf(traces: ResolvedTraces): YamlMapping {
  if (!isDecidedHere(traces)) return {};
  const { ratio, keepErrors, slowerThanMs } = traces;
  const percentage = Number((ratio * 100).toFixed(6));
  if (!keepErrors) return { probabilistic_sampler: { sampling_percentage: percentage } };
  return {
    tail_sampling: {
      decision_wait: '10s',
      num_traces: 50_000,
      policies: [
        { name: 'errors', type: 'status_code', status_code: { status_codes: ['ERROR'] } },
        { name: 'slow', type: 'latency', latency: { threshold_ms: slowerThanMs } },
        { name: 'share', type: 'probabilistic', probabilistic: { sampling_percentage: percentage } },
      ],
    },
  };
}

function keptNote(traces: ResolvedTraces): string {
  const { ratio, keepErrors, slowerThanMs } = traces;
  if (!isDecidedHere(traces)) return 'Kept: every trace';
  const share = `${Number((ratio * 100).toFixed(6))} %`;
  return keepErrors
    ? `Kept: traces with an error, traces of more than ${slowerThanMs} ms, and ${share} of the others`
    : `Kept: ${share} of the traces, whatever becomes of them`;
}
