import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedTraces } from '../resolved/resolved-traces.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { DefinitionFault } from '../faults/definition-error.ts';
import { FaultList } from '../faults/fault-list.ts';
import { SECTION_SHAPES } from './section-shapes.ts';
import { otlpEndpoint } from '../traces/otlp-endpoint.ts';
import type { PropagationFormat, TracesDeclaration } from '../traces/traces-declaration.ts';

const KEYS: readonly (keyof TracesDeclaration)[] = [
  'enabled',
  'ratio',
  'keepErrors',
  'slowerThan',
  'exporter',
  'tailSampling',
  'endpoint',
  'serviceName',
  'propagation',
];
const EXPORTERS = ['otlp', 'jaeger', 'tempo'];
const FORMATS: readonly PropagationFormat[] = ['w3c', 'b3', 'b3-single', 'jaeger'];

const DEFAULT_SLOW_MS = 1000;

/** The service's traces, checked, with their defaults; off where the section is not there. */
export function resolveTraces(
  { service, traces }: Pick<MonitoringDefinition, 'service' | 'traces'>,
  faults: FaultList,
): ResolvedTraces {
  const { enabled = traces !== undefined, ratio = 1, keepErrors = true } = traces ?? {};
  const { exporter = 'otlp', tailSampling = exporter === 'otlp', propagation = ['w3c'] } = traces ?? {};
  const { endpoint = 'http://127.0.0.1:4318', serviceName = service } = traces ?? {};
  checkKeys(traces ?? {}, KEYS, 'traces', faults);
  if (!(ratio >= 0 && ratio <= 1)) faults.add('traces.ratio', 'write a share from 0 to 1, such as 0.1');
  if (!EXPORTERS.includes(exporter)) {
    faults.add('traces.exporter', `'${exporter}' is none of ${EXPORTERS.join(', ')}`);
  }
  for (const format of propagation) {
    if (FORMATS.includes(format)) continue;
    faults.add('traces.propagation', `'${format}' is none of ${FORMATS.join(', ')}`);
  }
  const { protocol } = URL.parse(endpoint) ?? {};
  if (protocol !== 'http:' && protocol !== 'https:') {
    faults.add('traces.endpoint', `'${endpoint}' is not an http or https address`);
  }
  return {
    enabled,
    ratio,
    keepErrors,
    slowerThanMs: faults.durationMs('traces.slowerThan', traces?.slowerThan, DEFAULT_SLOW_MS),
    tailSampling,
    endpoint: otlpEndpoint(endpoint).url,
    serviceName,
    propagation,
  };
}

/**
 * What a definition says of traces, for the running service: what is wrong is told beside it, and stands as if it
 * were not written.
 */
export function tracesOf(definition: Pick<MonitoringDefinition, 'service' | 'traces'>): {
  readonly traces: ResolvedTraces;
  readonly faults: readonly DefinitionFault[];
} {
  const { service, traces } = definition;
  const faults = new FaultList();
  const isSound = traces === undefined || faults.hasShape(SECTION_SHAPES['traces'], traces, 'traces');
  const resolved = isSound && resolveTraces({ service, traces }, faults);
  if (resolved && faults.faults.length === 0) return { traces: resolved, faults: [] };
  const plain = resolveTraces({ service, traces: {} }, new FaultList());
  return { traces: plain, faults: faults.faults };
}
