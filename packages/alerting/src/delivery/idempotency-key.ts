import { createHash } from 'node:crypto';
import type { NotifiedAlert } from '../alerts/notified-alert.ts';

/**
 * Names what is told, not who tells it: two stations that see the same alerts send the same key, a
 * receiver may drop the second. Another key has an alert that fires anew (its start differs) and a
 * repetition: `repeats` counts those since the group began to fire. 64 hexadecimal digits.
 */
export function idempotencyKey(options: {
  readonly groupKey: string;
  readonly receiver: string;
  readonly integration: string;
  readonly index: number;
  readonly alerts: readonly NotifiedAlert[];
  readonly repeats: number;
}): string {
  const { groupKey, receiver, integration, index, alerts, repeats } = options;
  const told = alerts.map(({ fingerprint, status, startsAtMs }) => `${fingerprint} ${status} ${startsAtMs}`);
  const text = JSON.stringify([groupKey, receiver, integration, index, told.toSorted(), repeats]);
  return createHash('sha256').update(text).digest('hex');
}
