import type { Clock, Receiver, Route, StateStore, WebhookReceiver } from '@telltale/model';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import { compileRouteTree, groupLabelsOf, matchRoutes } from '../routing/route-tree.ts';
import type { RouteNode } from '../routing/route-tree.ts';
import type { Transport } from '../transport/transport.ts';
import { createAlertGroup } from './alert-group.ts';
import type { AlertGroup } from './alert-group.ts';
import { createDeliveryLane } from './delivery-lane.ts';
import type { DeliveryLane } from './delivery-lane.ts';
import { createNotificationHistory } from './notification-history.ts';
import type { NotificationHistory } from './notification-history.ts';
import { createNotificationLog } from './notification-log.ts';
import type { NotificationLog } from './notification-log.ts';
import type { NotificationRecord } from './notification-record.ts';
import { createOutbox } from './outbox.ts';
import type { Outbox } from './outbox.ts';
import { createWorkTracker } from './work-tracker.ts';
import type { WorkTracker } from './work-tracker.ts';

/** What {@link createNotifier} takes. */
export interface NotifierOptions {
  /** Root of the routing tree. */
  readonly route: Route;
  /** All receivers that routes name; only webhooks are delivered, the others belong to an Alertmanager. */
  readonly receivers: readonly Receiver[];
  readonly transport: Transport;
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
  readonly #receivers: ReadonlyMap<string, WebhookReceiver>;
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
    const webhooks = options.receivers.filter((receiver) => receiver.kind === 'webhook');
    this.#receivers = new Map(webhooks.map((receiver) => [receiver.name, receiver]));
    this.#root = compileRouteTree(options.route, new Set(options.receivers.map(({ name }) => name)));
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
    const receiver = this.#receivers.get(node.route.receiver);
    if (known || !receiver) return known;
    const group = createAlertGroup({
      key,
      labels,
      route: node.route,
      lane: this.#laneFor(id, receiver),
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

  #laneFor(key: string, receiver: WebhookReceiver): DeliveryLane {
    let lane = this.#lanes.get(key);
    if (!lane) {
      lane = createDeliveryLane({
        key,
        receiver,
        externalUrl: this.#options.externalUrl,
        transport: this.#options.transport,
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
      const receiver = this.#receivers.get(message.receiver);
      if (receiver) this.#laneFor(key, receiver).resume(message);
      else await this.#outbox.delete(key).catch(() => undefined);
    }
  }

  async #record(record: NotificationRecord): Promise<void> {
    await this.#history.record(record);
    this.#options.onNotification?.(record);
  }
}
