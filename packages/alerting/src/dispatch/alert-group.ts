import { compareLabelSets } from '@telltale/model';
import type { CancelTimer, Clock, LabelSet, Route } from '@telltale/model';
import { isResolved } from '../alerts/alert-update.ts';
import type { StoredAlert } from '../alerts/alert-update.ts';
import type { NotifiedAlert } from '../alerts/notified-alert.ts';
import type { GroupDelivery } from '../delivery/deliveries.ts';
import type { Muting } from './muting.ts';
import { OWED_MS } from './owed-ends.ts';
import type { OwedEnds } from './owed-ends.ts';
import type { WorkSlices } from './work-slices.ts';

/** Alerts that one receiver is told of together, and when. */
export interface AlertGroup {
  readonly labels: LabelSet;
  /** Alertmanager's `groupKey`. */
  readonly key: string;
  /** In the order in which they are shown; resolved ones that were not told yet among them. */
  alerts(): readonly StoredAlert[];
  /** Adds or updates an alert. */
  insert(alert: StoredAlert): void;
  stop(): void;
}

/** What {@link createAlertGroup} takes. */
export interface AlertGroupOptions {
  readonly key: string;
  readonly labels: LabelSet;
  readonly route: Route;
  /** The ways to the receiver: one for each of its integrations. */
  readonly lanes: readonly GroupDelivery[];
  readonly muting: Muting;
  readonly owedEnds: OwedEnds;
  readonly clock: Clock;
  readonly slices: WorkSlices;
  /** Nothing is sent before. */
  readonly earliestFlushMs: number;
  /** From then on an alert that is older than the group wait is told at once. */
  readonly hurryFromMs: number;
  /** Called when the last alert is resolved and told. */
  onEmpty(): void;
}

/** A resolved alert that its receiver refuses to hear of is dropped after a day. */
const RESOLVED_KEPT_MS = 24 * 3_600_000;

/** A group without alerts; its first flush is planned when one comes. */
export function createAlertGroup(options: AlertGroupOptions): AlertGroup {
  return new Group(options);
}

interface Entry {
  readonly alert: StoredAlert;
  /** Those who know that it is resolved. */
  readonly toldTo: Set<GroupDelivery>;
}

class Group implements AlertGroup {
  readonly #options: AlertGroupOptions;
  readonly #entries = new Map<string, Entry>();
  #cancelTimer: CancelTimer | undefined;
  #hasFlushed = false;
  #hasEnded = false;

  constructor(options: AlertGroupOptions) {
    this.#options = options;
  }

  get labels(): LabelSet {
    return this.#options.labels;
  }

  get key(): string {
    return this.#options.key;
  }

  alerts(): readonly StoredAlert[] {
    return this.#sorted().map(({ alert }) => alert);
  }

  insert(alert: StoredAlert): void {
    const { clock, route, hurryFromMs } = this.#options;
    const known = this.#entries.get(alert.fingerprint);
    const isSameEnd = known?.alert.update.endsAtMs === alert.update.endsAtMs;
    this.#entries.set(alert.fingerprint, { alert, toldTo: isSameEnd ? known.toldTo : new Set() });
    const nowMs = clock.now();
    if (!isResolved(alert, nowMs)) this.#options.owedEnds.settle(this.key, alert.fingerprint);
    const isOverdue = alert.update.startsAtMs + route.groupWaitMs < nowMs && nowMs >= hurryFromMs;
    if (!this.#hasFlushed && isOverdue) this.#schedule(0);
    else if (!this.#cancelTimer) this.#schedule(route.groupWaitMs);
  }

  stop(): void {
    this.#hasEnded = true;
    this.#cancelTimer?.();
  }

  #schedule(delayMs: number): void {
    const { clock, earliestFlushMs } = this.#options;
    this.#cancelTimer?.();
    this.#cancelTimer = clock.after(Math.max(delayMs, earliestFlushMs - clock.now()), () => this.#onTimer());
  }

  #onTimer(): void {
    const nowMs = this.#options.clock.now();
    this.#hasFlushed = true;
    this.#schedule(this.#options.route.groupIntervalMs);
    this.#options.slices.run(this.#entries.size, () => {
      if (!this.#hasEnded) this.#flush(nowMs);
    });
  }

  #flush(nowMs: number): void {
    const { muting, route, lanes } = this.#options;
    const isQuiet = muting.mutedBy(route, nowMs).length > 0;
    const audible: Entry[] = [];
    const muted: Entry[] = [];
    for (const entry of this.#sorted()) {
      const isMuted = isQuiet || muting.isMuted(entry.alert.update.labels, nowMs);
      (isMuted ? muted : audible).push(entry);
    }
    const told = new Map(audible.map((entry) => [entry, notified(entry.alert, nowMs)]));
    const mutedIds = muted.map(({ alert }) => alert.fingerprint);
    for (const lane of lanes) this.#tell(lane, told, mutedIds, nowMs);
    const keptMs = lanes.length === 0 ? 0 : RESOLVED_KEPT_MS;
    for (const { alert } of audible) {
      this.#forgetIfOlder(alert, keptMs, nowMs);
      this.#rememberIfLate(alert, nowMs);
    }
    this.#forgetMuted(muted, nowMs);
    this.#endIfEmpty();
  }

  #tell(
    lane: GroupDelivery,
    told: ReadonlyMap<Entry, NotifiedAlert>,
    muted: readonly string[],
    nowMs: number,
  ): void {
    if (told.size === 0) {
      lane.withdraw(muted);
      return;
    }
    const { key, labels, route } = this.#options;
    const alerts = [...told].filter(([{ toldTo }]) => !toldTo.has(lane)).map(([, alert]) => alert);
    if (alerts.length === 0) return;
    const { repeatIntervalMs } = route;
    lane.offer({ groupKey: key, groupLabels: labels, alerts, muted, atMs: nowMs, repeatIntervalMs }, () =>
      this.#onHandled(lane, alerts),
    );
  }

  /** A resolved alert that all know of is dropped, unless it has fired again since. */
  #onHandled(lane: GroupDelivery, alerts: readonly NotifiedAlert[]): void {
    if (this.#hasEnded) return;
    for (const { fingerprint, status, endsAtMs } of alerts) {
      const entry = this.#entries.get(fingerprint);
      if (!entry || status === 'firing' || entry.alert.update.endsAtMs !== endsAtMs) continue;
      entry.toldTo.add(lane);
      if (entry.toldTo.size === this.#options.lanes.length) this.#forget(fingerprint);
    }
    this.#endIfEmpty();
  }

  /** Who was told that an alert fires is told of its end once it may be told; nobody else ever knew. */
  #forgetMuted(muted: readonly Entry[], nowMs: number): void {
    const resolved = muted.filter(({ alert }) => isResolved(alert, nowMs));
    if (resolved.length === 0) return;
    const believed = this.#options.lanes.map((lane) => ({ lane, firing: lane.believedFiring() }));
    for (const { alert, toldTo } of resolved) {
      const isAwaited = believed.some(
        ({ lane, firing }) => firing.has(alert.fingerprint) && !toldTo.has(lane),
      );
      if (isAwaited) this.#options.owedEnds.keep(this.key, alert);
      this.#forgetIfOlder(alert, isAwaited ? OWED_MS : 0, nowMs);
    }
  }

  /** An end that one flush did not get across may have to be told by another process. */
  #rememberIfLate(alert: StoredAlert, nowMs: number): void {
    const isLate = alert.update.endsAtMs <= nowMs - this.#options.route.groupIntervalMs;
    if (isLate && this.#entries.has(alert.fingerprint)) this.#options.owedEnds.keep(this.key, alert);
  }

  #forgetIfOlder({ fingerprint, update }: StoredAlert, keptMs: number, nowMs: number): void {
    if (update.endsAtMs <= nowMs - keptMs) this.#forget(fingerprint);
  }

  #forget(fingerprint: string): void {
    this.#entries.delete(fingerprint);
    this.#options.owedEnds.settle(this.key, fingerprint);
  }

  #endIfEmpty(): void {
    // Once only: by now another group can have taken the place of this one.
    if (this.#entries.size > 0 || this.#hasEnded) return;
    this.stop();
    this.#options.onEmpty();
  }

  #sorted(): readonly Entry[] {
    return [...this.#entries.values()].sort((a, b) =>
      compareForMessage(a.alert.update.labels, b.alert.update.labels),
    );
  }
}

function notified(alert: StoredAlert, nowMs: number): NotifiedAlert {
  const { update, fingerprint } = alert;
  const hasEnded = isResolved(alert, nowMs);
  return {
    labels: update.labels,
    annotations: update.annotations,
    status: hasEnded ? 'resolved' : 'firing',
    startsAtMs: update.startsAtMs,
    endsAtMs: hasEnded ? update.endsAtMs : null,
    generatorUrl: update.generatorUrl,
    fingerprint,
  };
}

/** By job, then instance, as Alertmanager shows them; then by all labels, so that the order is stable. */
function compareForMessage(a: LabelSet, b: LabelSet): number {
  return (
    compareLabel(a.get('job'), b.get('job')) ||
    compareLabel(a.get('instance'), b.get('instance')) ||
    a.size - b.size ||
    compareLabelSets(a, b)
  );
}

/** Those without the label come last. */
function compareLabel(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return a < b ? -1 : 1;
}
