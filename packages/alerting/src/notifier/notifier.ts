import type { Clock, StateStore } from '@telltale/model';
import type { AlertUpdate, StoredAlert } from '../alerts/alert-update.ts';
import type { GroupView, KnownAlert } from '../alerts/known-alert.ts';
import type { ChannelServices } from '../channels/channel.ts';
import { createDeliveries } from '../delivery/deliveries.ts';
import { createWorkTracker } from '../delivery/work-tracker.ts';
import type { WorkTracker } from '../delivery/work-tracker.ts';
import type { ChannelState, Deliveries } from '../delivery/deliveries.ts';
import type { NotificationHistory } from '../delivery/notification-history.ts';
import type { NotificationRecord } from '../delivery/notification-record.ts';
import { createAlertStore } from '../dispatch/alert-store.ts';
import type { AlertStore } from '../dispatch/alert-store.ts';
import { createDispatcher } from '../dispatch/dispatcher.ts';
import type { Dispatcher } from '../dispatch/dispatcher.ts';
import { createMuting } from '../dispatch/muting.ts';
import type { Muting } from '../dispatch/muting.ts';
import { createOwedEnds } from '../dispatch/owed-ends.ts';
import type { OwedEnds } from '../dispatch/owed-ends.ts';
import { createWorkSlices } from '../dispatch/work-slices.ts';
import type { WorkSlices } from '../dispatch/work-slices.ts';
import { createSilences } from '../silences/silences.ts';
import type { DurableSilences, SilenceLimits, Silences } from '../silences/silences.ts';
import { viewAlerts, viewGroups } from './known-alerts.ts';
import type { AlertJudgement } from './known-alerts.ts';
import { compileConfiguration } from './notification-rules.ts';
import type { NotificationRules } from './notification-rules.ts';
import type { NotifierConfiguration } from './notifier-configuration.ts';

/** What {@link createNotifier} takes. */
export interface NotifierOptions {
  readonly configuration: NotifierConfiguration;
  /** What receivers are told with. */
  readonly services: Omit<ChannelServices, 'clock'>;
  readonly clock: Clock;
  /** Keeps `silences`, `owed-ends`, `notification-log`, `outbox` and the journal `notifications`. */
  readonly state: StateStore;
  /** Where people reach this server: `externalURL` of the messages. */
  readonly externalUrl: string;
  /**
   * No group is told of for this long after `start`; Alertmanager's `dispatch.start-delay`. Default 0:
   * as in the first minute alerts that began long ago wait for the group wait like new ones, the rules
   * have the time to send them all again, and no new alert is told later than it must be.
   */
  readonly startDelayMs?: number;
  readonly silenceLimits?: SilenceLimits;
  /** Called after each attempt to deliver. */
  onNotification?(record: NotificationRecord): void;
  /** Spreads retries; between 0 and 1. Default `Math.random`. */
  readonly random?: () => number;
}

/** Routes, mutes, groups and delivers alerts: what Alertmanager does. */
export interface Notifier {
  /** What is in force. */
  readonly configuration: NotifierConfiguration;
  readonly silences: Silences;
  /**
   * Takes alerts, also before `start`; they are delivered once started. Of very many at once some are
   * taken in later turns of the event loop, in order.
   */
  accept(alerts: readonly AlertUpdate[]): void;
  /** Reads what earlier processes left and sends what was not delivered. */
  start(): Promise<void>;
  /**
   * Takes another configuration. Alerts, silences and what was told are kept; the groups begin anew,
   * so their waits and intervals do too. Rejects with TT_DEFINITION_INVALID or TT_QUERY_SYNTAX for a
   * configuration that contradicts itself; then the old one stays in force.
   */
  reload(configuration: NotifierConfiguration): Promise<void>;
  /** Sends what can be sent at once, for five seconds at most. Undelivered messages stay in the outbox. */
  stop(): Promise<void>;
  /** All alerts that fire. */
  alerts(): readonly KnownAlert[];
  /** The groups that have firing alerts, by labels, then receiver. Empty before `start`. */
  groups(): readonly GroupView[];
  /** Attempts to deliver, newest first; default limit 50, at most 500. */
  notifications(limit?: number): readonly NotificationRecord[];
  /** All attempts that are kept, and what was sent. */
  readonly history: Pick<NotificationHistory, 'find' | 'message'>;
  /** How it goes with each way of telling a receiver. */
  channels(): readonly ChannelState[];
  /** Resolves when nothing is being done; waiting for a retry is not doing. */
  idle(): Promise<void>;
}

const DEFAULT_LIMIT = 50;
const DEFAULT_RESOLVE_TIMEOUT_MS = 5 * 60_000;
/**
 * For this long after a start an alert that began long ago is not told at once: the one that inhibits
 * it may not have been sent again yet. Prometheus sends firing alerts again every minute.
 */
const SETTLING_MS = 60_000;
/** Alerts that are taken in one go. */
const CHUNK = 50;

/**
 * Creates a notifier; nothing is sent before `start`.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID or TT_QUERY_SYNTAX for a configuration that contradicts
 * itself, such as a route to a receiver that does not exist.
 */
export function createNotifier(options: NotifierOptions): Notifier {
  return new RoutingNotifier(options);
}

class RoutingNotifier implements Notifier {
  readonly #options: NotifierOptions;
  readonly #clock: Clock;
  readonly #deliveries: Deliveries;
  readonly #silences: DurableSilences;
  readonly #store: AlertStore = createAlertStore();
  readonly #slices: WorkSlices = createWorkSlices();
  readonly #tracker: WorkTracker = createWorkTracker();
  readonly #owedEnds: OwedEnds;
  #rules: NotificationRules;
  #muting: Muting;
  /** Only while started. */
  #dispatcher: Dispatcher | undefined;
  #startedAtMs = 0;
  #isStopped = false;

  constructor(options: NotifierOptions) {
    const { configuration, clock, services, state, silenceLimits } = options;
    this.#options = options;
    this.#clock = clock;
    this.#silences = createSilences({ state, clock, ...(silenceLimits && { limits: silenceLimits }) });
    this.#owedEnds = createOwedEnds(state, (work) => this.#tracker.track(work));
    this.#rules = compileConfiguration(configuration);
    this.#muting = this.#mutingOf(this.#rules);
    this.#deliveries = createDeliveries({
      ...options,
      receivers: configuration.receivers,
      fallback: configuration.fallback,
      services: { ...services, clock },
    });
  }

  get configuration(): NotifierConfiguration {
    return this.#rules.configuration;
  }

  get silences(): Silences {
    return this.#silences;
  }

  accept(alerts: readonly AlertUpdate[]): void {
    if (this.#isStopped) return;
    const nowMs = this.#clock.now();
    for (const ended of this.#store.collect(nowMs)) this.#rules.inhibitor.forget(ended);
    this.#inSlices(alerts, (update) => this.#take(update, nowMs));
  }

  async start(): Promise<void> {
    await this.#silences.load();
    const owed = await this.#owedEnds.load(this.#clock.now());
    await this.#deliveries.start();
    this.#startedAtMs = this.#clock.now();
    this.#dispatch(this.#store.all());
    // What was sent by now is newer.
    this.accept(owed.filter(({ labels }) => !this.#store.has(labels)));
  }

  async reload(configuration: NotifierConfiguration): Promise<void> {
    const rules = compileConfiguration(configuration);
    this.#deliveries.reload(configuration);
    this.#rules = rules;
    this.#muting = this.#mutingOf(rules);
    for (const alert of this.#store.all()) rules.inhibitor.update(alert);
    const dispatcher = this.#dispatcher;
    if (!dispatcher) return;
    dispatcher.stop();
    // What is resolved and was not told yet may be known to its group alone.
    const grouped = dispatcher.groups().flatMap(({ group }) => group.alerts());
    this.#dispatch([...grouped, ...this.#store.all()]);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#slices.stop();
    this.#dispatcher?.stop();
    await this.#deliveries.stop();
    await this.#tracker.idle();
  }

  alerts(): readonly KnownAlert[] {
    return viewAlerts(this.#store.all(), this.#judgement());
  }

  groups(): readonly GroupView[] {
    return viewGroups(this.#dispatcher?.groups() ?? [], this.#judgement());
  }

  notifications(limit = DEFAULT_LIMIT): readonly NotificationRecord[] {
    return this.#deliveries.notifications(limit);
  }

  get history(): Pick<NotificationHistory, 'find' | 'message'> {
    return this.#deliveries.history;
  }

  channels(): readonly ChannelState[] {
    return this.#deliveries.channels();
  }

  async idle(): Promise<void> {
    await this.#slices.idle();
    await this.#tracker.idle();
    await this.#deliveries.idle();
  }

  #take(update: AlertUpdate, nowMs: number): void {
    const { resolveTimeoutMs = DEFAULT_RESOLVE_TIMEOUT_MS } = this.configuration;
    const ending = update.isTimeout ? { ...update, endsAtMs: nowMs + resolveTimeoutMs } : update;
    const alert = this.#store.put(ending, nowMs);
    this.#rules.inhibitor.update(alert);
    this.#dispatcher?.insert(alert);
  }

  #inSlices<Item>(items: readonly Item[], task: (item: Item) => void): void {
    for (let from = 0; from < items.length; from += CHUNK) {
      const chunk = items.slice(from, from + CHUNK);
      this.#slices.run(chunk.length, () => chunk.forEach(task));
    }
  }

  #dispatch(alerts: Iterable<StoredAlert>): void {
    const { startDelayMs = 0 } = this.#options;
    this.#dispatcher = createDispatcher({
      root: this.#rules.root,
      deliveries: this.#deliveries,
      muting: this.#muting,
      owedEnds: this.#owedEnds,
      clock: this.#clock,
      slices: this.#slices,
      earliestFlushMs: this.#startedAtMs + startDelayMs,
      hurryFromMs: this.#startedAtMs + SETTLING_MS,
    });
    // Another reload may come in between; whoever is in force then takes them.
    this.#inSlices([...alerts], (alert) => this.#dispatcher?.insert(alert));
  }

  #mutingOf({ inhibitor, timeIntervals }: NotificationRules): Muting {
    return createMuting({ inhibitor, timeIntervals, silences: this.#silences });
  }

  #judgement(): AlertJudgement {
    return {
      root: this.#rules.root,
      muting: this.#muting,
      nowMs: this.#clock.now(),
      isRunning: this.#dispatcher !== undefined,
    };
  }
}
