import type { AlertUpdate } from '../alerts/alert-update.ts';

/**
 * Alerts that wait for one Alertmanager: of each only the newest state, in the order in which they
 * came. When it is full the oldest go.
 */
export interface AlertQueue {
  readonly length: number;
  /** Returns how many were dropped for lack of room. */
  put(alerts: readonly AlertUpdate[]): number;
  /** The oldest ones; they stay in the queue until they are taken. */
  first(count: number): readonly AlertUpdate[];
  /** Removes what was sent or refused, unless a newer state has come meanwhile. */
  take(alerts: readonly AlertUpdate[]): void;
}

export function createAlertQueue(capacity: number): AlertQueue {
  const alerts = new Map<string, AlertUpdate>();
  return {
    get length() {
      return alerts.size;
    },
    put: (updates) => {
      for (const update of updates) alerts.set(update.labels.key, update);
      let dropped = 0;
      for (const key of alerts.keys()) {
        if (alerts.size <= capacity) break;
        alerts.delete(key);
        dropped++;
      }
      return dropped;
    },
    first: (count) => {
      const oldest: AlertUpdate[] = [];
      for (const alert of alerts.values()) {
        if (oldest.length === count) break;
        oldest.push(alert);
      }
      return oldest;
    },
    take: (taken) => {
      for (const alert of taken) {
        if (alerts.get(alert.labels.key) === alert) alerts.delete(alert.labels.key);
      }
    },
  };
}
