import type { GroupSnapshot } from '../alerts/notified-alert.ts';
import type { Integration } from './integration.ts';

/** Annotation that says who should have been told. */
const UNDELIVERED_ANNOTATION = 'undelivered';

/** What the fallback receiver is told: the same alerts, and in whose place. */
export function fallbackSnapshot(
  snapshot: GroupSnapshot,
  { receiver, kind }: Integration,
  error: string,
): GroupSnapshot {
  const text = `${receiver} (${kind}) could not be told${error === '' ? '' : `: ${error}`}`;
  return {
    ...snapshot,
    alerts: snapshot.alerts.map((alert) => ({
      ...alert,
      annotations: { ...alert.annotations, [UNDELIVERED_ANNOTATION]: text },
    })),
  };
}
