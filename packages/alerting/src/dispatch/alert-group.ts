import type { CancelTimer, Clock, LabelSet, Route } from '@telltale/model';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { fingerprint } from '../alerts/fingerprint.ts';
import type { NotifiedAlert } from '../alerts/notified-alert.ts';
import type { DeliveryLane } from '../delivery/delivery-lane.ts';

/** Alerts that one receiver is told of together, and when. */
export interface AlertGroup {
  /** Adds or updates an alert. */
  insert(alert: AlertUpdate): void;
  stop(): void;
}

export interface AlertGroupOptions {
  /** Alertmanager's `groupKey`. */
  readonly key: string;
  readonly labels: LabelSet;
  readonly route: Route;
  readonly lane: Pick<DeliveryLane, 'offer'>;
  readonly clock: Clock;
  /** Called when the last alert is resolved and told. */
  onEmpty(): void;
}

/** A resolved alert that its receiver refuses to hear of is dropped after a day. */
const RESOLVED_KEPT_MS = 24 * 3_600_000;

export function createAlertGroup(options: AlertGroupOptions): AlertGroup {
  const { route, clock, lane } = options;
  const alerts = new Map<string, AlertUpdate>();
  let cancelTimer: CancelTimer | undefined;
  let hasFlushed = false;
  let hasEnded = false;

  const schedule = (delayMs: number): void => {
    cancelTimer?.();
    cancelTimer = clock.after(delayMs, flush);
  };
  const flush = (): void => {
    hasFlushed = true;
    const nowMs = clock.now();
    schedule(route.groupIntervalMs);
    const snapshot = [...alerts].map(([id, alert]) => notified(id, alert, nowMs)).sort(compareAlerts);
    lane.offer(
      {
        groupKey: options.key,
        groupLabels: options.labels,
        alerts: snapshot,
        atMs: nowMs,
        repeatIntervalMs: route.repeatIntervalMs,
      },
      () => forget(snapshot),
    );
    forget(snapshot.filter(({ endsAtMs }) => endsAtMs !== null && nowMs - endsAtMs > RESOLVED_KEPT_MS));
  };
  /** Drops resolved alerts, unless they have fired again since. */
  const forget = (told: readonly NotifiedAlert[]): void => {
    for (const alert of told) {
      const isUnchanged = alerts.get(alert.fingerprint)?.endsAtMs === alert.endsAtMs;
      if (alert.status === 'resolved' && isUnchanged) alerts.delete(alert.fingerprint);
    }
    // Once only: by now another group can have taken the place of this one.
    if (alerts.size > 0 || hasEnded) return;
    hasEnded = true;
    cancelTimer?.();
    options.onEmpty();
  };
  return {
    insert: (alert) => {
      const id = fingerprint(alert.labels);
      alerts.set(id, merged(alerts.get(id), alert));
      const isOverdue = alert.startsAtMs + route.groupWaitMs < clock.now();
      if (!hasFlushed && isOverdue) schedule(0);
      else if (!cancelTimer) schedule(route.groupWaitMs);
    },
    stop: () => cancelTimer?.(),
  };
}

/** An alert that is told again while it lasts began when it was first told. */
function merged(known: AlertUpdate | undefined, update: AlertUpdate): AlertUpdate {
  const isSameEpisode = known !== undefined && known.endsAtMs >= update.startsAtMs;
  return isSameEpisode ? { ...update, startsAtMs: Math.min(known.startsAtMs, update.startsAtMs) } : update;
}

function notified(id: string, alert: AlertUpdate, nowMs: number): NotifiedAlert {
  const isResolved = alert.endsAtMs <= nowMs;
  return {
    labels: alert.labels,
    annotations: alert.annotations,
    status: isResolved ? 'resolved' : 'firing',
    startsAtMs: alert.startsAtMs,
    endsAtMs: isResolved ? alert.endsAtMs : null,
    generatorUrl: alert.generatorUrl,
    fingerprint: id,
  };
}

/** By job, then instance, as Alertmanager shows them; then by identity, so that the order is stable. */
function compareAlerts(a: NotifiedAlert, b: NotifiedAlert): number {
  return (
    compareText(a.labels.get('job'), b.labels.get('job')) ||
    compareText(a.labels.get('instance'), b.labels.get('instance')) ||
    compareText(a.labels.key, b.labels.key)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
