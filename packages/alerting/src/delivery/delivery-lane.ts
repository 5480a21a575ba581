import { createHash } from 'node:crypto';
import type { CancelTimer, Clock } from '@telltale/model';
import type { GroupSnapshot } from '../alerts/notified-alert.ts';
import type { Channel, NotificationReason } from '../channels/channel.ts';
import { notificationReason } from './notification-log.ts';
import type { NotificationLog } from './notification-log.ts';
import type { NotificationRecord } from './notification-record.ts';
import type { Outbox, OutboxMessage } from './outbox.ts';
import { retryDelayMs } from './retry-policy.ts';

/**
 * The way of one group to one receiver. Messages go one after the other; while one cannot be
 * delivered, a newer state of the group takes its place, so that order is kept, nothing piles up,
 * and no alert is forgotten.
 */
export interface DeliveryLane {
  /** Whether no message is on its way. */
  readonly isIdle: boolean;
  /** Takes the group's present state. `onHandled` is called once the receiver knows it or need not. */
  offer(snapshot: GroupSnapshot, onHandled: () => void): void;
  /** Continues with a message an earlier process left. */
  resume(message: OutboxMessage): void;
  /** Cancels waiting and makes a running attempt end; the message stays in the outbox. */
  stop(): void;
}

export interface DeliveryLaneOptions {
  /** Names the lane in the notification log and the outbox. */
  readonly key: string;
  readonly channel: Channel;
  readonly externalUrl: string;
  readonly clock: Clock;
  readonly log: NotificationLog;
  readonly outbox: Outbox;
  /** Between 0 and 1, for the spread of retries. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Keeps count of running work. */
  track(work: Promise<void>): void;
  onAttempt(record: NotificationRecord): Promise<void>;
}

const ATTEMPT_TIMEOUT_MS = 10_000;
/** After a day of failures a message is given up. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000;

export function createDeliveryLane(options: DeliveryLaneOptions): DeliveryLane {
  return new Lane(options);
}

interface Offer {
  readonly snapshot: GroupSnapshot;
  readonly onHandled: () => void;
}

class Lane implements DeliveryLane {
  readonly #options: DeliveryLaneOptions;
  #offered: Offer | undefined;
  #pending: OutboxMessage | undefined;
  #onDelivered: (() => void) | undefined;
  #attempts = 0;
  #isBusy = false;
  #cancelRetry: CancelTimer | undefined;

  constructor(options: DeliveryLaneOptions) {
    this.#options = options;
  }

  get isIdle(): boolean {
    return this.#pending === undefined && this.#offered === undefined;
  }

  offer(snapshot: GroupSnapshot, onHandled: () => void): void {
    this.#offered = { snapshot, onHandled };
    this.#wake();
  }

  resume(message: OutboxMessage): void {
    this.#pending = message;
    this.#wake();
  }

  stop(): void {
    this.#cancelRetry?.();
  }

  #wake(): void {
    if (this.#isBusy || this.#options.signal.aborted) return;
    this.#isBusy = true;
    this.#options.track(this.#work());
  }

  async #work(): Promise<void> {
    try {
      while (!this.#options.signal.aborted) {
        const offer = this.#offered;
        this.#offered = undefined;
        if (offer) await this.#take(offer);
        else if (this.#pending && !this.#cancelRetry) await this.#attempt(this.#pending);
        else break;
      }
    } finally {
      // A listener that throws must not close the lane for good.
      this.#isBusy = false;
    }
  }

  /** Decides what an offered state means for the message on its way. */
  async #take({ snapshot, onHandled }: Offer): Promise<void> {
    const { channel, log, key } = this.#options;
    const { sendResolved } = channel.receiver;
    const reason = notificationReason(log.get(key), snapshot, sendResolved);
    const message = this.#compose(snapshot, reason ?? 'repeat interval elapsed');
    if (this.#pending) {
      this.#onDelivered = onHandled;
      // Where the receiver wants to hear nothing new, the message goes on, but what it will be known
      // to have told is the present: an alert that fires again must be news.
      const newest = message ?? { ...this.#pending, ...fingerprintsOf(snapshot) };
      if (!tellsTheSame(newest, this.#pending)) await this.#replacePending(newest);
      return;
    }
    if (reason === undefined) return onHandled();
    if (!message) {
      // Only resolutions, which this receiver does not want: note them as known.
      await this.#note({ ...fingerprintsOf(snapshot), createdAtMs: snapshot.atMs });
      return onHandled();
    }
    this.#onDelivered = onHandled;
    await this.#replacePending(message);
  }

  async #replacePending(message: OutboxMessage): Promise<void> {
    this.#pending = message;
    // A full disk must not silence an alert: without the outbox it is only lost by a crash.
    await this.#options.outbox.put(this.#options.key, message).catch(() => undefined);
  }

  /** `undefined` when there is nothing this receiver wants to hear. */
  #compose(snapshot: GroupSnapshot, reason: NotificationReason): OutboxMessage | undefined {
    const { channel, externalUrl, key } = this.#options;
    const { name, sendResolved } = channel.receiver;
    const { groupKey, groupLabels, atMs } = snapshot;
    const alerts = sendResolved
      ? snapshot.alerts
      : snapshot.alerts.filter(({ status }) => status === 'firing');
    if (alerts.length === 0) return undefined;
    const message = channel.compose({ groupKey, groupLabels, reason, alerts, externalUrl, atMs });
    return {
      id: idempotencyKey(key, atMs, JSON.stringify(message)),
      receiver: name,
      groupKey,
      groupLabels: groupLabels.toObject(),
      alertNames: [...new Set(alerts.map(({ labels }) => labels.get('alertname')))],
      status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
      message,
      ...fingerprintsOf(snapshot),
      createdAtMs: atMs,
    };
  }

  async #attempt(message: OutboxMessage): Promise<void> {
    const { clock, signal, channel } = this.#options;
    this.#attempts++;
    const startedMs = performance.now();
    const sent = await channel.send(message.message, {
      idempotencyKey: message.id,
      timeoutMs: ATTEMPT_TIMEOUT_MS,
      signal,
    });
    const durationMs = performance.now() - startedMs;
    if (signal.aborted && sent.kind === 'retry') return;
    const isTooOld = clock.now() - message.createdAtMs >= GIVE_UP_AFTER_MS;
    const outcome = OUTCOMES[sent.kind === 'retry' && isTooOld ? 'refused' : sent.kind];
    const attempts = this.#attempts;
    if (sent.kind !== 'delivered' && outcome === 'retrying') this.#retryLater(sent.retryAfterMs);
    else await this.#settle(message, sent.kind === 'delivered' ? 'delivered' : 'failed');
    await this.#options.onAttempt({
      atMs: clock.now(),
      receiver: channel.receiver.name,
      integration: channel.receiver.kind,
      status: message.status,
      groupLabels: message.groupLabels,
      alertNames: message.alertNames,
      outcome,
      attempts,
      durationMs,
      error: sent.kind === 'delivered' ? '' : sent.error,
    });
  }

  #retryLater(retryAfterMs: number | undefined): void {
    const delayMs = retryDelayMs(this.#attempts, this.#options.random, retryAfterMs);
    this.#cancelRetry = this.#options.clock.after(delayMs, () => {
      this.#cancelRetry = undefined;
      this.#wake();
    });
  }

  async #settle(message: OutboxMessage, outcome: 'delivered' | 'failed'): Promise<void> {
    const onDelivered = this.#onDelivered;
    this.#pending = undefined;
    this.#onDelivered = undefined;
    this.#attempts = 0;
    if (outcome === 'delivered') await this.#note(message);
    // Only now: a crash before this line sends the message again, none loses it.
    await this.#options.outbox.delete(this.#options.key).catch(() => undefined);
    if (outcome === 'delivered') onDelivered?.();
  }

  async #note({ firing, resolved, createdAtMs }: Pick<OutboxMessage, 'firing' | 'resolved' | 'createdAtMs'>) {
    const { log, key } = this.#options;
    await log.put(key, { firing, resolved, atMs: createdAtMs }).catch(() => undefined);
  }
}

const OUTCOMES = { delivered: 'delivered', retry: 'retrying', refused: 'failed' } as const;

function fingerprintsOf({ alerts }: GroupSnapshot): Pick<OutboxMessage, 'firing' | 'resolved'> {
  const of = (wanted: 'firing' | 'resolved') =>
    alerts.filter(({ status }) => status === wanted).map(({ fingerprint }) => fingerprint);
  return { firing: of('firing'), resolved: of('resolved') };
}

function tellsTheSame(a: OutboxMessage, b: OutboxMessage): boolean {
  return a.firing.join() === b.firing.join() && a.resolved.join() === b.resolved.join();
}

function idempotencyKey(...parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}
