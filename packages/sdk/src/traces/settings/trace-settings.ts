import type { MonitoringDefinition, PropagationFormat } from '@telltale/definition';
import { otlpEndpoint, tracesOf } from '@telltale/definition';
import type { OtlpTarget } from '../export/otlp-sender.ts';
import type { RetentionRules } from '../sampling/local-roots.ts';
import type { SpanProcessorLike, TracesOptions } from './traces-options.ts';
import { traceEnvironment, tracesUrl } from './trace-environment.ts';

/** How spans are made and sent, with everything decided. */
export interface TraceSettings {
  readonly serviceName: string;
  /** Share of the traces that begin here and are recorded. */
  readonly recordedRatio: number;
  readonly retention: RetentionRules;
  readonly propagation: readonly PropagationFormat[];
  readonly target: OtlpTarget;
  readonly maxQueueSize: number;
  readonly batchSize: number;
  readonly delayMs: number;
  readonly endTimeoutMs: number;
  readonly attributeCharacters: number;
  readonly processors: readonly SpanProcessorLike[];
}

/** What is said, put together. */
export interface TraceDecision {
  /** Absent where traces are off. */
  readonly settings: TraceSettings | undefined;
  /** What is wrong, or was understood in another way than it was written. */
  readonly notices: readonly string[];
}

const DEFAULT_QUEUE = 2048;
const DEFAULT_BATCH = 512;
const DEFAULT_DELAY_MS = 1000;
const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_END_TIMEOUT_MS = 5000;
const DEFAULT_ATTRIBUTE_CHARACTERS = 16_384;

/** Puts together what the environment, the options and the definition say, in that order. */
export function traceSettings(
  definition: Pick<MonitoringDefinition, 'service' | 'traces'>,
  options: TracesOptions,
  variables: Readonly<Record<string, string | undefined>>,
): TraceDecision {
  const { traces, faults } = tracesOf(definition);
  const environment = traceEnvironment(variables);
  const isOn = environment.isEnabled ?? traces.enabled;
  if (!isOn) return { settings: undefined, notices: [] };
  const { notice } = otlpEndpoint(definition.traces?.endpoint ?? '');
  const notices = [
    ...faults.map(({ path, message }) => `${path}: ${message}`),
    ...environment.faults,
    ...(notice !== undefined && environment.url === undefined ? [`traces.endpoint: ${notice}`] : []),
  ];
  const { ratio = traces.ratio, propagation = traces.propagation } = environment;
  const queue = environment.maxQueueSize ?? options.maxQueueSize ?? DEFAULT_QUEUE;
  const settings: TraceSettings = {
    serviceName: traces.serviceName,
    recordedRatio: traces.tailSampling && environment.ratio === undefined ? 1 : ratio,
    retention: { keepErrors: traces.keepErrors, slowerThanMs: traces.slowerThanMs },
    propagation,
    target: {
      url: environment.url ?? tracesUrl(endpointOf(definition, traces.endpoint, variables)),
      headers: { ...options.headers, ...environment.headers },
      timeoutMs: environment.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
      isCompressed: environment.isCompressed,
    },
    maxQueueSize: queue,
    batchSize: Math.min(environment.batchSize ?? DEFAULT_BATCH, queue),
    delayMs: environment.delayMs ?? options.delayMs ?? DEFAULT_DELAY_MS,
    endTimeoutMs: options.endTimeoutMs ?? DEFAULT_END_TIMEOUT_MS,
    attributeCharacters: environment.attributeCharacters ?? DEFAULT_ATTRIBUTE_CHARACTERS,
    processors: options.processors ?? [],
  };
  return { settings, notices };
}

/** The station, where it is said which, takes what has no other place to go. */
function endpointOf(
  { traces }: Pick<MonitoringDefinition, 'traces'>,
  endpoint: string,
  variables: Readonly<Record<string, string | undefined>>,
): string {
  const station = variables['TELLTALE_STATION'];
  return traces?.endpoint === undefined && station && URL.canParse(station) ? station : endpoint;
}
