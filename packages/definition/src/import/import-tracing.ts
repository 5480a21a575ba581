import type { FrameworkOptions } from '../presets/framework/framework.ts';
import type { ImportNotes, Mapping } from './import-notes.ts';
import { otlpEndpoint } from '../traces/otlp-endpoint.ts';

type Traces = NonNullable<FrameworkOptions['traces']>;

const KEYS = [
  'enabled',
  'sampler',
  'exporter',
  'service_name',
  'serviceName',
  'agent_host',
  'agentHost',
  'agent_port',
  'agentPort',
  'endpoint',
] as const;

/** The section `tracing`. */
export function importTracing(tracing: Mapping, notes: ImportNotes): Traces {
  notes.unread(tracing, KEYS, 'tracing');
  const { enabled = true, sampler, exporter = 'otlp' } = tracing;
  return {
    enabled: enabled !== false,
    ...ratioOf(sampler, notes),
    ...exporterOf(exporter, notes),
    ...endpointOf(tracing, notes),
  };
}

function ratioOf(sampler: unknown, notes: ImportNotes): Pick<Traces, 'ratio'> {
  if (sampler === undefined) return {};
  if (typeof sampler === 'number' && sampler >= 0 && sampler <= 1) return { ratio: sampler };
  notes.dropped('tracing.sampler', `${JSON.stringify(sampler)} is not a share from 0 to 1`);
  return {};
}

function exporterOf(exporter: unknown, notes: ImportNotes): Pick<Traces, 'exporter'> {
  if (exporter === 'jaeger') {
    notes.repaired('tracing.exporter', "Jaeger's own protocol is gone: traces go to Jaeger by OTLP");
    return { exporter };
  }
  if (exporter === 'tempo') return { exporter };
  if (exporter !== 'otlp') {
    notes.dropped('tracing.exporter', `${JSON.stringify(exporter)} is no exporter: traces go by OTLP`);
  }
  return {};
}

/** An address says more than the host of an agent. */
function endpointOf(tracing: Mapping, notes: ImportNotes): Pick<Traces, 'endpoint'> {
  const { endpoint } = tracing;
  const key = tracing.agent_host === undefined ? 'agentHost' : 'agent_host';
  const host = tracing[key];
  const agent = typeof host === 'string' && host !== '' ? `http://${host}:4318` : undefined;
  if (host !== undefined) {
    const become = agent === undefined ? 'left out' : `made the endpoint ${agent}`;
    notes.repaired(`tracing.${key}`, `there are no agents any more: ${become}`);
  }
  if (typeof endpoint !== 'string') return agent === undefined ? {} : { endpoint: agent };
  const { url, notice } = otlpEndpoint(endpoint);
  if (notice !== undefined) notes.repaired('tracing.endpoint', notice);
  return { endpoint: url };
}
