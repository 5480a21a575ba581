import type { AlertUpdate } from '../alerts/alert-update.ts';

/**
 * What an alert is after an update, by Alertmanager's rules: updates that overlap are one episode,
 * which began when the first of them says. Annotations and the page are always the newest.
 */
export function mergeAlert(known: AlertUpdate | undefined, update: AlertUpdate, nowMs: number): AlertUpdate {
  if (!known || !overlaps(known, update)) return update;
  return {
    ...update,
    startsAtMs: Math.min(known.startsAtMs, update.startsAtMs),
    endsAtMs: endOf(known, update, nowMs),
  };
}

function overlaps(known: AlertUpdate, update: AlertUpdate): boolean {
  return isBetween(update.endsAtMs, known) || isBetween(update.startsAtMs, known);
}

function isBetween(timeMs: number, { startsAtMs, endsAtMs }: AlertUpdate): boolean {
  return timeMs > startsAtMs && timeMs < endsAtMs;
}

function endOf(known: AlertUpdate, update: AlertUpdate, nowMs: number): number {
  if (known.endsAtMs <= update.endsAtMs) return update.endsAtMs;
  if (update.endsAtMs <= nowMs) return known.endsAtMs <= nowMs ? known.endsAtMs : update.endsAtMs;
  // An end that was named stands; one that was only assumed does not.
  return known.isTimeout ? update.endsAtMs : known.endsAtMs;
}
