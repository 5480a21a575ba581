import type { ResolvedDefinition } from '@telltale/definition';
import type { FileRule } from '@telltale/formats';

/** The alert that always fires: where it stops to arrive, something between rule and receiver is broken. */
export const WATCHDOG = 'Watchdog';

/** The group of the alert that always fires. */
export const WATCHDOG_GROUP = 'watchdog';

/** Name of the receiver that raises the alarm when the watchdog is silent. */
export const DEAD_MAN_RECEIVER = 'deadman';

/** The watchdog, where the definition has a receiver for it and no such alert of its own. */
export function watchdogRules({ receivers, rules }: ResolvedDefinition): readonly FileRule[] {
  const isWanted = receivers.some(({ name }) => name === DEAD_MAN_RECEIVER);
  if (!isWanted || rules.some(({ name }) => name === WATCHDOG)) return [];
  return [
    {
      kind: 'alerting',
      name: WATCHDOG,
      expr: 'vector(1)',
      labels: { severity: 'none' },
      forMs: 0,
      keepFiringForMs: 0,
      annotations: {
        summary: 'Alerts are evaluated and delivered',
        description: 'This alert always fires. Whoever gets it raises the alarm when it stops.',
      },
    },
  ];
}
