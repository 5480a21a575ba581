import type { MonitoringDefinition } from '../monitoring/monitoring-definition.ts';
import type { ResolvedTraces } from '../resolved/resolved-traces.ts';
import { checkKeys } from '../faults/check-keys.ts';
import type { FaultList } from '../faults/fault-list.ts';

/** The service's traces, checked, with their defaults; off where the section is not there. */
export function resolveTraces({ service, traces }: MonitoringDefinition, faults: FaultList): ResolvedTraces {
  const { enabled = traces !== undefined, ratio = 1, keepErrors = true } = traces ?? {};
  const { endpoint = 'http://127.0.0.1:4318', serviceName = service } = traces ?? {};
  checkKeys(traces ?? {}, ['enabled', 'ratio', 'keepErrors', 'endpoint', 'serviceName'], 'traces', faults);
  if (!(ratio >= 0 && ratio <= 1)) faults.add('traces.ratio', 'write a share from 0 to 1, such as 0.1');
  const { protocol } = URL.parse(endpoint) ?? {};
  if (protocol !== 'http:' && protocol !== 'https:') {
    faults.add('traces.endpoint', `'${endpoint}' is not an http or https address`);
  }
  return { enabled, ratio, keepErrors, endpoint, serviceName };
}
