import type { Clock, StateStore } from '@telltale/model';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { channelFor } from '../channels/channel-for.ts';
import type { Channel, ChannelServices } from '../channels/channel.ts';
import { compileRouteTree, groupLabelsOf, matchRoutes } from '../routing/route-tree.ts';
import type { RouteNode } from '../routing/route-tree.ts';
import type { NotifierConfiguration } from './notifier-configuration.ts';
import { createAlertGroup } from '../dispatch/alert-group.ts';
import type { AlertGroup } from '../dispatch/alert-group.ts';
import { createDeliveryLane } from '../delivery/delivery-lane.ts';
import type { DeliveryLane } from '../delivery/delivery-lane.ts';
import { createNotificationHistory } from '../delivery/notification-history.ts';
import type { NotificationHistory } from '../delivery/notification-history.ts';
import { createNotificationLog } from '../delivery/notification-log.ts';
import type { NotificationLog } from '../delivery/notification-log.ts';
import type { NotificationRecord } from '../delivery/notification-record.ts';
import { createOutbox } from '../delivery/outbox.ts';
import type { Outbox } from '../delivery/outbox.ts';
import { createWorkTracker } from '../delivery/work-tracker.ts';
import type { WorkTracker } from '../delivery/work-tracker.ts';

/** What {@link createNotifier} takes. */
export interface NotifierOptions {
  readonly configuration: NotifierConfiguration;
  /** What receivers are told with. */
  readonly services: Omit<ChannelServices, 'clock'>;
  readonly clock: Clock;
  /** Keeps `notification-log`, `outbox` and the journal `notifications`. */
  readonly state: StateStore;
  /** Where people reach this server: `externalURL` of the messages. */
  readonly externalUrl: string;
  /** Called after each attempt to deliver. */
  onNotification?(record: NotificationRecord): void;
  /** Spreads retries; between 0 and 1. Default `Math.random`. */
  readonly random?: () => number;
}

/** Routes, groups and delivers alerts: what Alertmanager does. */
export interface Notifier {
  /** Takes alerts, also before `start`; they are delivered once started. */
  accept(alerts: readonly AlertUpdate[]): void;
  /** Reads what earlier processes left and sends what was not delivered. */
  start(): Promise<void>;
  /** Aborts running attempts and waits for their end. Undelivered messages stay in the outbox. */
  stop(): Promise<void>;
  /** Attempts to deliver, newest first; default limit 50, at most 500. */
  notifications(limit?: number): readonly NotificationRecord[];
  /** Resolves when no delivery is running; waiting for a retry is not running. */
  idle(): Promise<void>;
}

const DEFAULT_LIMIT = 50;

/**
 * Creates a notifier; nothing is sent before `start`. Throws `TT_DEFINITION_INVALID` when a route
 * names a receiver that does not exist.
 */
export function createNotifier(options: NotifierOptions): Notifier {
  return new RoutingNotifier(options);
}

class RoutingNotifier implements Notifier {
  readonly #options: NotifierOptions;
  readonly #channels: ReadonlyMap<string, Channel>;
  readonly #root: RouteNode;
  readonly #log: NotificationLog;
  readonly #outbox: Outbox;
  readonly #history: NotificationHistory;
  readonly #tracker: WorkTracker = createWorkTracker();
  readonly #groups = new Map<string, AlertGroup>();
  readonly #lanes = new Map<string, DeliveryLane>();
  readonly #abort = new AbortController();
  /** Alerts accepted before `start`. */
  #early: AlertUpdate[] | undefined = [];

  constructor(options: NotifierOptions) {
    this.#options = options;
    const { configuration, clock, services } = options;
    const { route, receivers } = configuration;
    const deliverable = receivers.filter(({ kind }) => kind === 'webhook');
    this.#channels = new Map(
      deliverable.map((receiver) => [receiver.name, channelFor(receiver, { ...services, clock })]),
    );
    this.#root = compileRouteTree(route, new Set(receivers.map(({ name }) => name)));
    this.#log = createNotificationLog(options.state);
    this.#outbox = createOutbox(options.state);
    this.#history = createNotificationHistory(options.state);
  }

  accept(alerts: readonly AlertUpdate[]): void {
    if (this.#abort.signal.aborted) return;
    if (this.#early) {
      this.#early.push(...alerts);
      return;
    }
    for (const alert of alerts) {
      for (const node of matchRoutes(this.#root, alert.labels)) this.#groupFor(node, alert)?.insert(alert);
    }
  }

  async start(): Promise<void> {
    await this.#log.load(this.#options.clock.now());
    await this.#history.load();
    await this.#resumeOutbox();
    const early = this.#early ?? [];
    this.#early = undefined;
    this.accept(early);
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    for (const group of this.#groups.values()) group.stop();
    for (const lane of this.#lanes.values()) lane.stop();
    await this.idle();
  }

  notifications(limit = DEFAULT_LIMIT): readonly NotificationRecord[] {
    return this.#history.newest(limit);
  }

  idle(): Promise<void> {
    return this.#tracker.idle();
  }

  #groupFor(node: RouteNode, alert: AlertUpdate): AlertGroup | undefined {
    const labels = groupLabelsOf(node.route, alert.labels);
    const key = `${node.key}:${labels.toString()}`;
    const id = `${node.route.receiver}\n${key}`;
    const known = this.#groups.get(id);
    const channel = this.#channels.get(node.route.receiver);
    if (known || !channel) return known;
    const group = createAlertGroup({
      key,
      labels,
      route: node.route,
      lane: this.#laneFor(id, channel),
      clock: this.#options.clock,
      onEmpty: () => this.#drop(id),
    });
    this.#groups.set(id, group);
    return group;
  }

  #drop(id: string): void {
    this.#groups.delete(id);
    if (this.#lanes.get(id)?.isIdle) this.#lanes.delete(id);
  }

  #laneFor(key: string, channel: Channel): DeliveryLane {
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = createDeliveryLane({
        key,
        channel,
        externalUrl: this.#options.externalUrl,
        clock: this.#options.clock,
        log: this.#log,
        outbox: this.#outbox,
        random: this.#options.random ?? Math.random,
        signal: this.#abort.signal,
        track: (work) => this.#tracker.track(work),
        onAttempt: (record) => this.#record(record),
      });
      this.#lanes.set(key, lane);
    }
    return lane;
  }

  async #resumeOutbox(): Promise<void> {
    for (const [key, message] of await this.#outbox.load()) {
      const channel = this.#channels.get(message.receiver);
      if (channel) this.#laneFor(key, channel).resume(message);
      else await this.#outbox.delete(key).catch(() => undefined);
    }
  }

  async #record(record: NotificationRecord): Promise<void> {
    await this.#history.record(record);
    this.#options.onNotification?.(record);
  }
}
