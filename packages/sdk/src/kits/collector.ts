import { counter, gauge, histogram } from '@telltale/definition';
import type { LabelSpecs } from '@telltale/definition';
import type { CounterHandle } from '../metrics/counter.ts';
import { Counter } from '../metrics/counter.ts';
import type { GaugeHandle } from '../metrics/gauge.ts';
import { Gauge } from '../metrics/gauge.ts';
import type { HistogramHandle } from '../metrics/histogram.ts';
import { Histogram } from '../metrics/histogram.ts';
import type { Registry } from '../registry/registry.ts';
import { createRegistry } from '../registry/registry.ts';

/** Seconds; from an answer out of memory to a request that people give up on. */
const DEFAULT_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

const OPEN = { maxValues: 100 } as const;

type LabelsNamed<Name extends string> = Readonly<Record<Name, string | number>>;

/** A metric whose labels are known by name: `labels({ … })` gives one series. */
export interface CollectedMetric<Name extends string, Handle> {
  labels(values: LabelsNamed<Name>): Handle;
}

/** A message that was processed. */
export interface CollectedMessage {
  readonly topic: string;
  readonly status: string;
  readonly seconds: number;
  /** Type of the message; `unknown` by default. */
  readonly type?: string;
}

/** A message as one object, or its parts one by one. */
export type ProcessedArguments =
  | readonly [message: CollectedMessage]
  | readonly [topic: string, status: string, seconds: number, type?: string];

/** Metrics of a service without a definition: all names begin with that of the service. */
export interface MetricsCollector {
  /** What the names begin with, for example `service_name_`. */
  readonly prefix: string;
  readonly registry: Registry;
  /** Counts an HTTP request and its duration. */
  recordRequest(method: string, endpoint: string, status: string | number, seconds: number): void;
  /** Counts a message and how long it took: `(topic, status, seconds, type?)`, or one object. */
  recordMessageProcessed(...message: ProcessedArguments): void;
  /** Counts an error of a part of the program. */
  recordError(type: string, component?: string): void;
  /** Connections that are open. */
  readonly activeConnections: GaugeHandle;
  /** A counter of your own; its name is taken as it is. */
  counter<const Name extends string>(
    name: string,
    help: string,
    labelNames: readonly Name[],
  ): CollectedMetric<Name, CounterHandle>;
  /** A gauge of your own; its name is taken as it is. */
  gauge<const Name extends string>(
    name: string,
    help: string,
    labelNames: readonly Name[],
  ): CollectedMetric<Name, GaugeHandle>;
  /** A histogram of your own, in seconds by default; its name is taken as it is. */
  histogram<const Name extends string>(
    name: string,
    help: string,
    labelNames: readonly Name[],
    buckets?: readonly number[],
  ): CollectedMetric<Name, HistogramHandle>;
}

/** What {@link createCollector} takes. */
export interface CollectorOptions {
  /** Where the metrics are added; a registry of its own by default. */
  readonly registry?: Registry;
}

/**
 * Makes the metrics of a service by its name, for programs without a definition: requests, messages, errors,
 * memory and connections, and counters of your own. What the name has that a metric's name cannot have
 * becomes `_`, which is told.
 *
 * @example
 * ```ts
 * import { createCollector } from '@telltale/sdk';
 *
 * const metrics = createCollector('service-name');
 * metrics.recordRequest('GET', '/health', '200', 0.001);
 * metrics.recordMessageProcessed('topic', 'success', 0.05, 'message_type');
 * metrics.recordError('validation_error', 'parser');
 * const errors = metrics.counter('custom_errors_total', 'Custom errors', ['error_type', 'component']);
 * errors.labels({ error_type: 'validation', component: 'parser' }).inc();
 * console.log(metrics.prefix, metrics.registry.expose().includes('service_name_requests_total{')); // service_name_ true
 * ```
 */
export function createCollector(service: string, options: CollectorOptions = {}): MetricsCollector {
  const { registry = createRegistry() } = options;
  const prefix = prefixOf(service, registry);
  const record = standardMetrics(prefix, registry);
  return {
    prefix,
    registry,
    recordRequest: record.request,
    recordMessageProcessed: (...message) => record.message(processedMessage(message)),
    recordError: record.error,
    activeConnections: record.activeConnections,
    counter: (name, help, labelNames) => {
      const metric = registry.add(name, counter({ help, labels: named(labelNames) }));
      return {
        labels: (values) => (metric instanceof Counter ? metric.with(values) : (metric as CounterHandle)),
      };
    },
    gauge: (name, help, labelNames) => {
      const metric = registry.add(name, gauge({ help, labels: named(labelNames) }));
      return {
        labels: (values) => (metric instanceof Gauge ? metric.with(values) : (metric as GaugeHandle)),
      };
    },
    histogram: (name, help, labelNames, buckets = DEFAULT_BUCKETS) => {
      const metric = registry.add(name, histogram({ help, labels: named(labelNames), buckets }));
      return {
        labels: (values) => (metric instanceof Histogram ? metric.with(values) : (metric as HistogramHandle)),
      };
    },
  };
}

function processedMessage(message: ProcessedArguments): CollectedMessage {
  if (message.length === 1) return message[0];
  const [topic, status, seconds, type] = message;
  return { topic, status, seconds, ...(type !== undefined && { type }) };
}

/** The labels of a metric whose values are not known beforehand. */
function named(labelNames: readonly string[]): LabelSpecs {
  return Object.fromEntries(labelNames.map((name) => [name, OPEN]));
}

/** The name of a service as metric names can begin with it. */
function prefixOf(service: string, { diagnostics }: Registry): string {
  const words = service.replaceAll(/[^a-zA-Z0-9_]/g, '_') || 'service';
  const prefix = `${/^[0-9]/.test(words) ? '_' : ''}${words}_`;
  if (prefix !== `${service}_`) {
    const describe = () => `the names of the metrics of '${service}' begin with ${prefix}`;
    diagnostics.tell('invalid_declaration', prefix, describe);
  }
  return prefix;
}

function standardMetrics(prefix: string, registry: Registry) {
  const requestLabels = { method: OPEN, endpoint: OPEN, status: OPEN };
  const requests = registry.counter(`${prefix}requests_total`, {
    help: 'Total HTTP requests',
    labels: requestLabels,
  });
  const requestDuration = registry.histogram(`${prefix}request_duration_seconds`, {
    help: 'Request latency',
    unit: 'seconds',
    labels: { method: OPEN, endpoint: OPEN },
    buckets: DEFAULT_BUCKETS,
  });
  const processed = registry.counter(`${prefix}messages_processed_total`, {
    help: 'Messages processed',
    labels: { topic: OPEN, status: OPEN, message_type: OPEN },
  });
  const processingDuration = registry.histogram(`${prefix}processing_duration_seconds`, {
    help: 'Message processing time',
    unit: 'seconds',
    labels: { topic: OPEN },
    buckets: DEFAULT_BUCKETS,
  });
  const errors = registry.counter(`${prefix}errors_total`, {
    help: 'Error count by type',
    labels: { error_type: OPEN, component: OPEN },
  });
  registry
    .gauge(`${prefix}memory_usage_bytes`, { help: 'Memory usage', unit: 'bytes' })
    .collect(() => process.memoryUsage.rss());
  return {
    activeConnections: registry.gauge(`${prefix}active_connections`, { help: 'Active connections' }),
    request: (method: string, endpoint: string, status: string | number, seconds: number) => {
      requests.inc({ method, endpoint, status });
      requestDuration.observe({ method, endpoint }, seconds);
    },
    message: ({ topic, status, seconds, type = 'unknown' }: CollectedMessage) => {
      processed.inc({ topic, status, message_type: type });
      processingDuration.observe({ topic }, seconds);
    },
    error: (type: string, component = 'unknown') => errors.inc({ error_type: type, component }),
  };
}
