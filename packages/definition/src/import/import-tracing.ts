import type { FrameworkOptions } from '../presets/framework/framework.ts';
import type { ImportNotes, Mapping } from './import-notes.ts';

type Traces = NonNullable<FrameworkOptions['traces']>;

const KEYS = ['enabled', 'sampler', 'exporter', 'service_name', 'agent_host', 'endpoint'] as const;

/** The section `tracing`. */
export function importTracing(tracing: Mapping, notes: ImportNotes): Traces {
  notes.unread(tracing, KEYS, 'tracing');
  const { enabled = true, sampler, exporter = 'otlp', endpoint } = tracing;
  if (exporter === 'jaeger') {
    notes.repaired('tracing.exporter', "Jaeger's own protocol is gone: traces go to Jaeger by OTLP");
  } else if (exporter !== 'otlp') {
    notes.dropped('tracing.exporter', `${JSON.stringify(exporter)} is no exporter: traces go by OTLP`);
  }
  if (tracing.agent_host !== undefined) {
    notes.dropped('tracing.agent_host', 'there are no agents any more: traces go straight to Jaeger');
  }
  return {
    enabled: enabled !== false,
    ...ratioOf(sampler, notes),
    ...(typeof endpoint === 'string' && { endpoint }),
  };
}

function ratioOf(sampler: unknown, notes: ImportNotes): Pick<Traces, 'ratio'> {
  if (sampler === undefined) return {};
  if (typeof sampler === 'number' && sampler >= 0 && sampler <= 1) return { ratio: sampler };
  notes.dropped('tracing.sampler', `${JSON.stringify(sampler)} is not a share from 0 to 1`);
  return {};
}
