import { TelltaleError } from '@telltale/model';
import type { Clock, JsonValue, Receiver, StateStore } from '@telltale/model';
import type { GroupSnapshot } from '../alerts/notified-alert.ts';
import { channelFor } from '../channels/channel-for.ts';
import type { ChannelServices } from '../channels/channel.ts';
import { createChannelGate } from './channel-gate.ts';
import type { GateState } from './channel-gate.ts';
import { createDeliveryLane } from './delivery-lane.ts';
import type { DeliveryLane } from './delivery-lane.ts';
import { droppedRecord } from './dropped-record.ts';
import { fallbackSnapshot } from './fallback-snapshot.ts';
import { integrationKey, numberedReceivers } from './integration.ts';
import type { Integration } from './integration.ts';
import { createNotificationHistory } from './notification-history.ts';
import type { NotificationHistory } from './notification-history.ts';
import { createNotificationLog } from './notification-log.ts';
import type { NotificationLog } from './notification-log.ts';
import type { NotificationRecord } from './notification-record.ts';
import { createOutbox } from './outbox.ts';
import type { Outbox, OutboxMessage } from './outbox.ts';
import { createWorkTracker } from './work-tracker.ts';
import type { WorkTracker } from './work-tracker.ts';

/** Who can be told. */
export interface DeliveryTargets {
  /** Those of one name are told one like the other. */
  readonly receivers: readonly Receiver[];
  /** Name of the receiver that is told what another one was not. Default: none. */
  readonly fallback?: string | undefined;
}

/** What {@link createDeliveries} takes. */
export interface DeliveriesOptions extends DeliveryTargets {
  readonly services: ChannelServices;
  /** Keeps `notification-log`, `outbox` and the journal `notifications`. */
  readonly state: StateStore;
  /** Where people reach this server: `externalURL` of the messages. */
  readonly externalUrl: string;
  /** Called after each attempt. */
  onNotification?(record: NotificationRecord): void;
  /** Spreads retries; between 0 and 1. Default `Math.random`. */
  readonly random?: () => number;
}

/** How it goes with one way of telling one receiver. */
export interface ChannelState extends GateState {
  readonly receiver: string;
  readonly integration: string;
  /** Position among those of the same receiver and kind. */
  readonly index: number;
}

/** The way of a group to one integration of its receiver. */
export interface GroupDelivery {
  /** Takes the group's present state. `onHandled` is called once the receiver knows it or need not. */
  offer(snapshot: GroupSnapshot, onHandled: () => void): void;
  /** Takes back what was not delivered yet, because nobody is to be told of it any more. */
  withdraw(muted: readonly string[]): void;
  /** Fingerprints of alerts of which the receiver, or its fallback, believes that they fire, or soon may. */
  believedFiring(): ReadonlySet<string>;
}

/**
 * Tells receivers of groups: at least once, in order for each group, over restarts. A receiver that
 * is down delays no other.
 *
 * The fallback receiver is told of a group in the place of another one that refused a message for
 * good (or could not be told for a day), or that has not been reached for five minutes; from then on
 * it hears of that group until all of it is resolved. The alerts carry the annotation `undelivered`.
 */
export interface Deliveries {
  /** Reads what earlier processes left and sends what was not delivered. */
  start(): Promise<void>;
  /** The ways of a group to its receiver: one for each integration, none where there is no such receiver. */
  lanes(receiver: string, groupKey: string): readonly GroupDelivery[];
  /** Takes other receivers. What was told is still known; what waits goes to the new channel of its name. */
  reload(targets: DeliveryTargets): void;
  /** Sends what can be sent at once, for five seconds at most. The rest stays in the outbox. */
  stop(): Promise<void>;
  /** Attempts to deliver, newest first. */
  notifications(limit: number): readonly NotificationRecord[];
  /** All attempts that are kept, and what was sent. */
  readonly history: Pick<NotificationHistory, 'find' | 'message'>;
  /** One for each way of telling a receiver. */
  channels(): readonly ChannelState[];
  /** Resolves when no delivery is running; waiting for a retry is not running. */
  idle(): Promise<void>;
}

const DRAIN_MS = 5000;

interface LaneName {
  readonly key: string;
  readonly integration: Integration;
}

/**
 * Creates the deliveries to some receivers; nothing is sent before `start`.
 *
 * @throws TelltaleError TT_DEFINITION_INVALID where there is no receiver of the fallback's name.
 */
export function createDeliveries(options: DeliveriesOptions): Deliveries {
  return new ReceiverDeliveries(options);
}

class ReceiverDeliveries implements Deliveries {
  readonly #options: DeliveriesOptions;
  readonly #clock: Clock;
  readonly #log: NotificationLog;
  readonly #outbox: Outbox;
  readonly #history: NotificationHistory;
  readonly #tracker: WorkTracker = createWorkTracker();
  readonly #abort = new AbortController();
  readonly #lanes = new Map<string, { readonly lane: DeliveryLane; readonly integration: Integration }>();
  #integrations: ReadonlyMap<string, Integration> = new Map();
  #byReceiver: ReadonlyMap<string, readonly Integration[]> = new Map();
  #fallback = '';

  constructor(options: DeliveriesOptions) {
    this.#options = options;
    this.#clock = options.services.clock;
    this.#log = createNotificationLog(options.state);
    this.#outbox = createOutbox(options.state);
    this.#history = createNotificationHistory(options.state);
    this.reload(options);
  }

  async start(): Promise<void> {
    await this.#log.load(this.#clock.now());
    await this.#history.load();
    for (const [key, message] of await this.#outbox.load()) {
      const { receiver, integration: kind, index, fallbackFor } = message;
      const integration = this.#integrations.get(integrationKey({ receiver, kind, index }));
      if (integration) this.#laneFor(key, integration, fallbackFor).resume(message);
      else await this.#drop(key, message);
    }
  }

  lanes(receiver: string, groupKey: string): readonly GroupDelivery[] {
    return this.#integrationsOf(receiver).map((integration) => {
      const key = laneKey(integration, groupKey);
      return {
        // Lanes come and go with their messages; what names them stays.
        offer: (snapshot, onHandled) => {
          this.#laneFor(key, integration, '').offer(snapshot, onHandled);
          this.#followUp(integration, snapshot);
        },
        withdraw: (muted) => {
          for (const of of this.#keysOf(integration, groupKey)) this.#lanes.get(of)?.lane.withdraw(muted);
        },
        believedFiring: () => this.#believedFiring(integration, groupKey),
      };
    });
  }

  reload({ receivers, fallback = '' }: DeliveryTargets): void {
    const known = this.#integrations;
    const integrations = new Map<string, Integration>();
    const { services, random = Math.random } = this.#options;
    if (fallback !== '' && receivers.every(({ name }) => name !== fallback)) {
      throw new TelltaleError(
        'TT_DEFINITION_INVALID',
        `There is no receiver named ${JSON.stringify(fallback)}.`,
      );
    }
    // All of them before the first is in force, as each may be refused.
    const wanted = numberedReceivers(receivers).map(({ definition, index }) => ({
      identity: { receiver: definition.name, kind: definition.kind, index },
      channel: channelFor(definition, services),
    }));
    for (const { identity, channel } of wanted) {
      const key = integrationKey(identity);
      const gate = known.get(key)?.gate ?? createChannelGate({ clock: this.#clock, random });
      const integration = Object.assign(known.get(key) ?? { ...identity, gate, channel }, { channel });
      integrations.set(key, integration);
    }
    this.#byReceiver = Map.groupBy(integrations.values(), ({ receiver }) => receiver);
    this.#integrations = integrations;
    this.#fallback = fallback;
    for (const [key, { lane, integration }] of this.#lanes) {
      if (integrations.has(integrationKey(integration))) continue;
      const { pending } = lane;
      if (pending) this.#record(droppedRecord(pending, this.#clock.now()), pending.message, true);
      lane.withdraw();
      this.#lanes.delete(key);
    }
  }

  async stop(): Promise<void> {
    for (const { gate } of this.#integrations.values()) gate.drain();
    const cancel = this.#clock.after(DRAIN_MS, () => this.#abort.abort());
    await this.idle();
    cancel();
    this.#abort.abort();
  }

  notifications(limit: number): readonly NotificationRecord[] {
    return this.#history.newest(limit);
  }

  get history(): NotificationHistory {
    return this.#history;
  }

  channels(): readonly ChannelState[] {
    return [...this.#integrations.values()].map(({ receiver, kind, index, gate }) => ({
      receiver,
      integration: kind,
      index,
      ...gate.state(),
    }));
  }

  idle(): Promise<void> {
    return this.#tracker.idle();
  }

  #laneFor(key: string, integration: Integration, fallbackFor: string): DeliveryLane {
    const known = this.#lanes.get(key);
    if (known) return known.lane;
    const lane = createDeliveryLane({
      key,
      integration,
      fallbackFor,
      externalUrl: this.#options.externalUrl,
      clock: this.#clock,
      log: this.#log,
      outbox: this.#outbox,
      random: this.#options.random ?? Math.random,
      signal: this.#abort.signal,
      track: (work) => this.#tracker.track(work),
      onAttempt: (record, message, isNews) => this.#record(record, message, isNews),
      onUndelivered: (snapshot, error) => {
        if (fallbackFor === '') this.#fallBack(integration, snapshot, error);
      },
      onIdle: () => {
        if (this.#lanes.get(key)?.lane === lane) this.#lanes.delete(key);
      },
    });
    this.#lanes.set(key, { lane, integration });
    return lane;
  }

  /** Tells the fallback receiver what `failed` was not told. */
  #fallBack(failed: Integration, snapshot: GroupSnapshot, error: string): void {
    const told = fallbackSnapshot(snapshot, failed, error);
    for (const { key, integration } of this.#fallbacks(failed, snapshot.groupKey)) {
      this.#laneFor(key, integration, failed.receiver).offer(told, () => undefined);
    }
  }

  /** A fallback that was told of a group hears of it until all of it is resolved. */
  #followUp(integration: Integration, snapshot: GroupSnapshot): void {
    const isInvolved = this.#fallbacks(integration, snapshot.groupKey).some(
      ({ key }) => this.#lanes.has(key) || (this.#log.get(key)?.firing.length ?? 0) > 0,
    );
    if (isInvolved) this.#fallBack(integration, snapshot, '');
  }

  #fallbacks(failed: Integration, groupKey: string): readonly LaneName[] {
    if (failed.receiver === this.#fallback) return [];
    return this.#integrationsOf(this.#fallback).map((integration) => ({
      key: laneKey(integration, groupKey, failed),
      integration,
    }));
  }

  /** Of the lane of a group and those in its place. */
  #keysOf(integration: Integration, groupKey: string): readonly string[] {
    const fallbacks = this.#fallbacks(integration, groupKey).map(({ key }) => key);
    return [laneKey(integration, groupKey), ...fallbacks];
  }

  #believedFiring(integration: Integration, groupKey: string): ReadonlySet<string> {
    const firing = this.#keysOf(integration, groupKey).flatMap((key) => [
      ...(this.#log.get(key)?.firing ?? []),
      ...(this.#lanes.get(key)?.lane.pending?.firing ?? []),
    ]);
    return new Set(firing);
  }

  #integrationsOf(receiver: string): readonly Integration[] {
    return this.#byReceiver.get(receiver) ?? [];
  }

  /** Gives up a message whose integration is gone. */
  async #drop(key: string, message: OutboxMessage): Promise<void> {
    await this.#outbox.delete(key).catch(() => undefined);
    this.#record(droppedRecord(message, this.#clock.now()), message.message, true);
  }

  #record(record: NotificationRecord, message: JsonValue, isNews: boolean): void {
    if (isNews) this.#tracker.track(this.#history.record(record, message));
    this.#options.onNotification?.(record);
  }
}

/** Names the way of a group to an integration, in the place of another one where that failed. */
function laneKey(integration: Integration, groupKey: string, failed?: Integration): string {
  const names = failed
    ? [integrationKey(integration), integrationKey(failed)]
    : [integrationKey(integration)];
  return [...names, groupKey].join(' ');
}
