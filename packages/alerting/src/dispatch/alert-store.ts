import type { LabelSet } from '@telltale/model';
import type { AlertUpdate, StoredAlert } from '../alerts/alert-update.ts';
import { isResolved } from '../alerts/alert-update.ts';
import { fingerprint } from '../alerts/fingerprint.ts';
import { mergeAlert } from './merge-alert.ts';

/** All alerts that fire, and those that ended a short while ago. */
export interface AlertStore {
  /** Takes an update and returns what the alert is with it. */
  put(update: AlertUpdate, nowMs: number): StoredAlert;
  has(labels: LabelSet): boolean;
  all(): Iterable<StoredAlert>;
  /** Drops what has ended, every half an hour; returns what was dropped. */
  collect(nowMs: number): readonly StoredAlert[];
}

/** Alertmanager's `alerts.gc-interval`. */
const COLLECT_INTERVAL_MS = 30 * 60_000;

/** Keeps alerts in memory. */
export function createAlertStore(): AlertStore {
  const alerts = new Map<string, StoredAlert>();
  let collectedAtMs = -Infinity;
  return {
    put: (update, nowMs) => {
      const { key } = update.labels;
      const known = alerts.get(key);
      const alert: StoredAlert = {
        update: mergeAlert(known?.update, update, nowMs),
        fingerprint: known?.fingerprint ?? fingerprint(update.labels),
        receivedAtMs: nowMs,
      };
      alerts.set(key, alert);
      return alert;
    },
    has: ({ key }) => alerts.has(key),
    all: () => alerts.values(),
    collect: (nowMs) => {
      if (nowMs - collectedAtMs < COLLECT_INTERVAL_MS) return [];
      collectedAtMs = nowMs;
      const ended = [...alerts.values()].filter((alert) => isResolved(alert, nowMs));
      for (const { update } of ended) alerts.delete(update.labels.key);
      return ended;
    },
  };
}
