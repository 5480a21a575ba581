import type { ResolvedDefinition } from '@telltale/definition';
import { fingerprint } from '../../alerts/fingerprint.ts';
import { createInhibitor } from '../../inhibition/inhibitor.ts';
import type { FaultAlert } from './alerts-during-fault.ts';

/** Names of the alerts that hide one of them while all fire. */
export function inhibitorsOf(
  alert: FaultAlert,
  all: readonly FaultAlert[],
  { inhibitions = [] }: ResolvedDefinition,
): readonly string[] {
  const inhibitor = createInhibitor(inhibitions);
  const names = new Map<string, string>();
  for (const { alertName, labels } of all) {
    const id = fingerprint(labels);
    names.set(id, alertName);
    const update = { labels, annotations: {}, startsAtMs: 0, endsAtMs: Infinity, generatorUrl: '' };
    inhibitor.update({ update, fingerprint: id, receivedAtMs: 0 });
  }
  return inhibitor.inhibitedBy(alert.labels, 0).map((id) => names.get(id) ?? id);
}
