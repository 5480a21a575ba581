import type { Clock, StateStore } from '@telltale/model';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import type { ChannelServices } from '../channels/channel.ts';
import { compileRouteTree, groupLabelsOf, matchRoutes } from '../routing/route-tree.ts';
import type { RouteNode } from '../routing/route-tree.ts';
import type { NotifierConfiguration } from './notifier-configuration.ts';
import { createAlertGroup } from '../dispatch/alert-group.ts';
import type { AlertGroup } from '../dispatch/alert-group.ts';
import { createDeliveries } from '../delivery/deliveries.ts';
import type { ChannelState, Deliveries } from '../delivery/deliveries.ts';
import type { NotificationRecord } from '../delivery/notification-record.ts';

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
  /** Sends what can be sent at once, for five seconds at most. Undelivered messages stay in the outbox. */
  stop(): Promise<void>;
  /** Attempts to deliver, newest first; default limit 50, at most 500. */
  notifications(limit?: number): readonly NotificationRecord[];
  /** How it goes with each way of telling a receiver. */
  channels(): readonly ChannelState[];
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
  readonly #root: RouteNode;
  readonly #receivers: ReadonlySet<string>;
  readonly #deliveries: Deliveries;
  readonly #groups = new Map<string, AlertGroup>();
  #isStopped = false;
  /** Alerts accepted before `start`. */
  #early: AlertUpdate[] | undefined = [];

  constructor(options: NotifierOptions) {
    this.#options = options;
    const { configuration, clock, services } = options;
    const { route, receivers, fallback } = configuration;
    // Until there are channels of all kinds.
    const deliverable = receivers.filter(({ kind }) => kind === 'webhook');
    this.#receivers = new Set(deliverable.map(({ name }) => name));
    this.#root = compileRouteTree(route, new Set(receivers.map(({ name }) => name)));
    this.#deliveries = createDeliveries({
      ...options,
      services: { ...services, clock },
      receivers: deliverable,
      fallback,
    });
  }

  accept(alerts: readonly AlertUpdate[]): void {
    if (this.#isStopped) return;
    if (this.#early) {
      this.#early.push(...alerts);
      return;
    }
    for (const alert of alerts) {
      for (const node of matchRoutes(this.#root, alert.labels)) this.#groupFor(node, alert)?.insert(alert);
    }
  }

  async start(): Promise<void> {
    await this.#deliveries.start();
    const early = this.#early ?? [];
    this.#early = undefined;
    this.accept(early);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const group of this.#groups.values()) group.stop();
    await this.#deliveries.stop();
  }

  notifications(limit = DEFAULT_LIMIT): readonly NotificationRecord[] {
    return this.#deliveries.notifications(limit);
  }

  channels(): readonly ChannelState[] {
    return this.#deliveries.channels();
  }

  idle(): Promise<void> {
    return this.#deliveries.idle();
  }

  #groupFor(node: RouteNode, alert: AlertUpdate): AlertGroup | undefined {
    const labels = groupLabelsOf(node.route, alert.labels);
    const key = `${node.key}:${labels.toString()}`;
    const id = `${node.route.receiver}\n${key}`;
    const known = this.#groups.get(id);
    const { receiver } = node.route;
    if (known || !this.#receivers.has(receiver)) return known;
    const group = createAlertGroup({
      key,
      labels,
      route: node.route,
      lane: this.#deliveries.lanes(receiver, key)[0],
      clock: this.#options.clock,
      onEmpty: () => void this.#groups.delete(id),
    });
    this.#groups.set(id, group);
    return group;
  }
}
