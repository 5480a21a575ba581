import type { TrackedAlert } from './tracked-alert.ts';

/**
 * State older than this is not restored: too much can have happened unseen. Prometheus'
 * `rules.alert.for-outage-tolerance`.
 */
const OUTAGE_TOLERANCE_MS = 3_600_000;
/**
 * After an outage an alert that has to hold for at least as long needs as long again before it fires.
 * Prometheus' `rules.alert.for-grace-period`.
 */
const FOR_GRACE_MS = 600_000;

/** From when to when nobody evaluated. */
export interface Outage {
  /** Last evaluation before. */
  readonly downAtMs: number;
  readonly nowMs: number;
  /** How long there is between two evaluations. */
  readonly intervalMs: number;
}

/**
 * An alert of an earlier process as it goes on. A pending one continues with the time for which it was
 * seen to hold, as in Prometheus: the outage does not count. One that fires goes on, unless nobody
 * watched for too long: then its end is told, and it has to start anew.
 */
export function restoredAlert(alert: TrackedAlert, forMs: number, outage: Outage): TrackedAlert[] {
  if (outage.nowMs - outage.downAtMs > OUTAGE_TOLERANCE_MS) return endedAlert(alert, outage.nowMs);
  return alert.state === 'pending'
    ? [{ ...alert, activeAtMs: activeAfter(alert.activeAtMs, forMs, outage) }]
    : [alert];
}

/** An alert that nobody watches any more: pending ones are forgotten, firing ones resolved. */
export function endedAlert(alert: TrackedAlert, nowMs: number): TrackedAlert[] {
  if (alert.state === 'pending') return [];
  return [
    { ...alert, state: 'inactive', resolvedAtMs: alert.resolvedAtMs ?? nowMs, keepFiringSinceMs: null },
  ];
}

function activeAfter(activeAtMs: number, forMs: number, { downAtMs, nowMs, intervalMs }: Outage): number {
  const outageMs = nowMs - downAtMs;
  // No evaluation was left out.
  if (outageMs <= intervalMs) return activeAtMs;
  const leftMs = forMs - (downAtMs - activeAtMs);
  const isGraceDue = forMs >= FOR_GRACE_MS && leftMs < FOR_GRACE_MS;
  return isGraceDue ? nowMs + FOR_GRACE_MS - forMs : activeAtMs + outageMs;
}
