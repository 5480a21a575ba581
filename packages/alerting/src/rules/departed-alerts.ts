import type { AlertUpdate } from '../alerts/alert-update.ts';
import type { TrackedAlert } from './tracked-alert.ts';

/** The updates that end alerts whose rule is gone: those that somebody was told of. Their page is gone with the rule. */
export function departedUpdates(alerts: readonly TrackedAlert[], nowMs: number): readonly AlertUpdate[] {
  return alerts
    .filter(({ state }) => state !== 'pending')
    .map(({ labels, annotations, firedAtMs, activeAtMs, resolvedAtMs }) => ({
      labels,
      annotations,
      startsAtMs: firedAtMs ?? activeAtMs,
      endsAtMs: resolvedAtMs ?? nowMs,
      generatorUrl: '',
    }));
}
