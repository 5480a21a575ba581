import type { AlertingRule, LabelSet } from '@telltale/model';

/** `inactive` alerts were firing and are remembered for a while, so that their end is told. */
export type AlertState = 'inactive' | 'pending' | 'firing';

/** One alert of a rule: immutable, replaced at each evaluation. */
export interface TrackedAlert {
  readonly labels: LabelSet;
  readonly annotations: Readonly<Record<string, string>>;
  readonly state: AlertState;
  readonly value: number;
  /** First evaluation in which the expression held. */
  readonly activeAtMs: number;
  readonly firedAtMs: number | null;
  readonly resolvedAtMs: number | null;
  /** Since when the alert fires only because of `keep_firing_for`. */
  readonly keepFiringSinceMs: number | null;
  readonly lastSentMs: number | null;
}

/** A series of the expression's result, labelled and annotated by the rule. */
export interface Observation {
  readonly labels: LabelSet;
  readonly annotations: Readonly<Record<string, string>>;
  readonly value: number;
}

/** How long a resolved alert is remembered and re-sent, as Prometheus does. */
export const RESOLVED_RETENTION_MS = 15 * 60_000;

type HoldTimes = Pick<AlertingRule, 'forMs' | 'keepFiringForMs'>;

/** The next state of an alert whose expression holds; `previous` is absent for a new one. */
export function observeAlert(
  previous: TrackedAlert | undefined,
  seen: Observation,
  hold: HoldTimes,
  timeMs: number,
): TrackedAlert {
  const base: TrackedAlert =
    previous === undefined || previous.state === 'inactive'
      ? {
          ...seen,
          state: 'pending',
          activeAtMs: timeMs,
          firedAtMs: null,
          resolvedAtMs: null,
          keepFiringSinceMs: null,
          lastSentMs: null,
        }
      : { ...previous, ...seen, keepFiringSinceMs: null };
  const isDue = timeMs - base.activeAtMs >= hold.forMs;
  if (base.state === 'pending') return isDue ? { ...base, state: 'firing', firedAtMs: timeMs } : base;
  // Its rule was changed and wants it to hold for longer.
  return isDue ? base : { ...base, state: 'pending', firedAtMs: null, lastSentMs: null };
}

/** The next state of an alert whose expression does not hold; `undefined` when it can be forgotten. */
export function missAlert(alert: TrackedAlert, hold: HoldTimes, timeMs: number): TrackedAlert | undefined {
  switch (alert.state) {
    case 'pending':
      return undefined;
    case 'inactive':
      // One of an earlier process is told at least once more, however old: nobody may have heard of its end.
      if (alert.lastSentMs === null) return alert;
      return timeMs - (alert.resolvedAtMs ?? timeMs) > RESOLVED_RETENTION_MS ? undefined : alert;
    case 'firing': {
      const sinceMs = alert.keepFiringSinceMs ?? timeMs;
      if (hold.keepFiringForMs > 0 && timeMs - sinceMs < hold.keepFiringForMs) {
        return { ...alert, keepFiringSinceMs: sinceMs };
      }
      return { ...alert, state: 'inactive', resolvedAtMs: timeMs, keepFiringSinceMs: null };
    }
  }
}

/** Whether the receiver of alerts should hear of this one now. */
export function isSendDue(alert: TrackedAlert, resendDelayMs: number, timeMs: number): boolean {
  if (alert.state === 'pending') return false;
  if (alert.lastSentMs === null) return true;
  if (alert.resolvedAtMs !== null && alert.resolvedAtMs > alert.lastSentMs) return true;
  return timeMs - alert.lastSentMs >= resendDelayMs;
}
