import type { CancelTimer, Clock, JsonValue } from '@telltale/model';
import type { GroupSnapshot } from '../alerts/notified-alert.ts';
import type { SendOutcome } from '../channels/channel.ts';
import type { Turn } from './channel-gate.ts';
import { composeMessage } from './compose-message.ts';
import type { Integration } from './integration.ts';
import { believedAfter, notificationReason } from './notification-log.ts';
import type { NotificationLog } from './notification-log.ts';
import type { NotificationRecord } from './notification-record.ts';
import type { Outbox, OutboxMessage } from './outbox.ts';
import { retryDelayMs } from './retry-policy.ts';
import { valueWithin } from './value-within.ts';

/**
 * The way of one group to one integration. Messages go one after the other; while one cannot be
 * delivered, a newer state of the group takes its place, so that order is kept, nothing piles up,
 * and no alert is forgotten.
 */
export interface DeliveryLane {
  /** The message on its way. */
  readonly pending: OutboxMessage | undefined;
  /** Takes the group's present state. `onHandled` is called once the receiver knows it or need not. */
  offer(snapshot: GroupSnapshot, onHandled: () => void): void;
  /** Continues with a message an earlier process left. */
  resume(message: OutboxMessage): void;
  /**
   * Takes back what was not delivered yet, because nobody is to be told of it any more. With the alerts
   * that are `muted` what an earlier process left goes on where it tells of others.
   */
  withdraw(muted?: readonly string[]): void;
}

export interface DeliveryLaneOptions {
  /** Names the lane in the notification log and the outbox. */
  readonly key: string;
  readonly integration: Integration;
  /** Name of the receiver in whose place this one is told; empty where it is told for itself. */
  readonly fallbackFor: string;
  readonly externalUrl: string;
  readonly clock: Clock;
  readonly log: NotificationLog;
  readonly outbox: Outbox;
  /** Between 0 and 1, for the spread of retries. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Keeps count of running work. */
  track(work: Promise<void>): void;
  /** `isNews` is false for an attempt that failed as the one before it, at a channel known to be dead. */
  onAttempt(record: NotificationRecord, message: JsonValue, isNews: boolean): void;
  /** The receiver refused this state, or has not been reached for some minutes. */
  onUndelivered(snapshot: GroupSnapshot, error: string): void;
  /** Nothing is on its way any more. */
  onIdle(): void;
}

const ATTEMPT_TIMEOUT_MS = 10_000;
/** An attempt that does not end by itself must not hold up what comes after it. */
const TIMEOUT_GRACE_MS = 1000;
/** After a day of failures a message is given up. */
const GIVE_UP_AFTER_MS = 24 * 3_600_000;
/** After this time without success somebody else is told, while the attempts go on. */
const LATE_AFTER_MS = 5 * 60_000;
/**
 * A disk that does not answer must not silence an alert. Not less: on a machine that is busy to the
 * limit writing takes seconds, and what is sent before it is written is forgotten by a crash.
 */
const DISK_PATIENCE_MS = 10_000;

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
  /** What the pending message tells, where this process knows it. */
  #offer: Offer | undefined;
  #attempts = 0;
  #lastError = '';
  #isBusy = false;
  #isLate = false;
  #turn: Turn | undefined;
  #cancelRequest: CancelTimer | undefined;
  #cancelLate: CancelTimer | undefined;

  constructor(options: DeliveryLaneOptions) {
    this.#options = options;
  }

  get pending(): OutboxMessage | undefined {
    return this.#pending;
  }

  offer(snapshot: GroupSnapshot, onHandled: () => void): void {
    this.#offered = { snapshot, onHandled };
    this.#wake();
  }

  resume(message: OutboxMessage): void {
    this.#setPending(message, undefined);
    this.#wake();
  }

  withdraw(muted?: readonly string[]): void {
    this.#offered = undefined;
    if (!this.#pending || (muted && this.#isOwed({ alerts: [], muted }))) return;
    this.#cancelRequest?.();
    this.#cancelRequest = undefined;
    this.#clearPending();
    this.#options.track(this.#save(this.#options.outbox.delete(this.#options.key)));
    if (!this.#isBusy) this.#options.onIdle();
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
        if (offer && !this.#isOwed(offer.snapshot)) {
          this.#offered = undefined;
          await this.#take(offer);
        } else if (this.#turn) await this.#attempt(this.#turn);
        else break;
      }
    } finally {
      // A listener that throws must not close the lane for good.
      this.#isBusy = false;
      this.#queue();
    }
  }

  /**
   * Whether the message of an earlier process comes before anything newer: it tells of alerts that the
   * group does not know, because nobody sends them any more or not yet again.
   */
  #isOwed({ alerts, muted = [] }: Pick<GroupSnapshot, 'alerts' | 'muted'>): boolean {
    if (!this.#pending || this.#offer) return false;
    const { firing, resolved } = this.#pending;
    const isMuted = new Set(muted);
    const wasTold = new Set(this.#options.log.get(this.#options.key)?.firing);
    // It would tell of an alert of which nobody may be told now.
    if (firing.some((id) => isMuted.has(id) && !wasTold.has(id))) return false;
    const known = new Set([...alerts.map(({ fingerprint }) => fingerprint), ...muted]);
    return [...firing, ...resolved].some((id) => !known.has(id));
  }

  /** Asks for the next turn, or reports that there is nothing to do. */
  #queue(): void {
    const { integration, random, signal } = this.#options;
    if (signal.aborted) return;
    if (!this.#pending) return this.#options.onIdle();
    if (this.#cancelRequest || this.#turn) return;
    const delayMs = this.#attempts === 0 ? 0 : retryDelayMs(this.#attempts, random);
    let isGranted = false;
    const cancel = integration.gate.request((turn) => {
      isGranted = true;
      this.#cancelRequest = undefined;
      this.#turn = turn;
      this.#wake();
    }, delayMs);
    if (!isGranted) this.#cancelRequest = cancel;
  }

  /** Decides what an offered state means for the message on its way. */
  async #take(offer: Offer): Promise<void> {
    const { integration, log, key, externalUrl, fallbackFor } = this.#options;
    const { snapshot, onHandled } = offer;
    const told = log.get(key);
    const isFiring = snapshot.alerts.some(({ status }) => status === 'firing');
    const reason =
      notificationReason(told, snapshot, integration.channel.receiver.sendResolved) ??
      // What was tried may have arrived, so that its end must be told too.
      (this.#pending && (isFiring ? this.#pending.reason : 'all alerts resolved'));
    if (reason === undefined) {
      // An end that this receiver does not want is known all the same: what fires again must be news.
      const known = told && believedAfter(told, snapshot);
      if (known && known.firing.length < told.firing.length)
        await this.#save(log.put(key, { ...told, ...known }));
      return onHandled();
    }
    const message = composeMessage({ integration, snapshot, reason, told, externalUrl, fallbackFor });
    const pending = this.#pending;
    // Where the receiver wants to hear nothing new, the message goes on, but what it will be known
    // to have told is the present: an alert that fires again must be news.
    const newest = message ?? (pending && { ...pending, ...believedAfter(told, snapshot) });
    if (!newest) {
      // Only resolutions, which this receiver does not want: note them as known.
      const atMs = snapshot.atMs;
      await this.#save(log.put(key, { ...believedAfter(told, snapshot), repeats: told?.repeats ?? 0, atMs }));
      return onHandled();
    }
    const isKnown = pending !== undefined && tellsTheSame(newest, pending);
    this.#setPending(isKnown ? pending : newest, offer);
    if (this.#isLate) this.#options.onUndelivered(snapshot, this.#lastError);
    if (!isKnown) await this.#save(this.#options.outbox.put(key, newest));
  }

  #setPending(message: OutboxMessage, offer: Offer | undefined): void {
    this.#pending = message;
    this.#offer = offer ?? this.#offer;
    if (this.#cancelLate || this.#isLate) return;
    const { clock, integration } = this.#options;
    const sinceMs = Math.min(message.createdAtMs, integration.gate.state().failingSinceMs ?? Infinity);
    this.#cancelLate = clock.after(Math.max(0, sinceMs + LATE_AFTER_MS - clock.now()), () => {
      this.#cancelLate = undefined;
      this.#isLate = true;
      if (this.#offer) this.#options.onUndelivered(this.#offer.snapshot, this.#lastError);
    });
  }

  #clearPending(): void {
    this.#cancelLate?.();
    this.#cancelLate = undefined;
    this.#pending = undefined;
    this.#offer = undefined;
    this.#attempts = 0;
    this.#lastError = '';
    this.#isLate = false;
  }

  async #attempt(turn: Turn): Promise<void> {
    const { clock, signal, integration } = this.#options;
    const message = this.#pending;
    const wasOpen = integration.gate.state().isOpen;
    const startedMs = performance.now();
    const sent = await this.#send(message);
    const durationMs = performance.now() - startedMs;
    this.#turn = undefined;
    turn.end(sent);
    // Withdrawn meanwhile, or ended with the process: it stays in the outbox.
    if (!message || (sent.kind === 'retry' && (signal.aborted || !this.#pending))) return;
    const attempts = ++this.#attempts;
    const isTooOld = clock.now() - message.createdAtMs >= GIVE_UP_AFTER_MS;
    const kind = sent.kind === 'retry' && isTooOld ? 'refused' : sent.kind;
    const error = sent.kind === 'delivered' ? '' : sent.error;
    const isNews = !wasOpen || kind !== 'retry' || error !== this.#lastError;
    this.#lastError = error;
    if (kind !== 'retry') await this.#settle(message, kind);
    const record = this.#record(message, sent, { kind, attempts, durationMs });
    this.#options.onAttempt(record, message.message, isNews);
  }

  async #send(message: OutboxMessage | undefined): Promise<SendOutcome> {
    const { clock, signal, integration } = this.#options;
    if (!message) return { kind: 'refused', reason: 'contextCanceled', error: 'the message is gone' };
    if (message.fault !== '') return { kind: 'refused', reason: 'other', error: message.fault };
    const work = integration.channel.send(message.message, {
      idempotencyKey: message.id,
      timeoutMs: ATTEMPT_TIMEOUT_MS,
      signal,
    });
    return valueWithin(work, clock, ATTEMPT_TIMEOUT_MS + TIMEOUT_GRACE_MS, NO_END);
  }

  async #settle(message: OutboxMessage, kind: 'delivered' | 'refused'): Promise<void> {
    const { log, outbox, key } = this.#options;
    const offer = this.#offer;
    const error = this.#lastError;
    this.#clearPending();
    const { firing, resolved, repeats, createdAtMs: atMs } = message;
    // In one turn and in this order, so that one commit takes both: a crash before it sends the message
    // again, none loses it.
    const noted =
      kind === 'delivered' ? log.put(key, { firing, resolved, repeats, atMs }) : Promise.resolve();
    await Promise.all([this.#save(noted), this.#save(outbox.delete(key))]);
    if (kind === 'delivered') offer?.onHandled();
    else if (offer) this.#options.onUndelivered(offer.snapshot, error);
  }

  #record(
    message: OutboxMessage,
    sent: SendOutcome,
    { kind, attempts, durationMs }: { kind: SendOutcome['kind']; attempts: number; durationMs: number },
  ): NotificationRecord {
    const { groupKey, groupLabels, receiver, integration, fallbackFor, status, alertNames } = message;
    return {
      atMs: this.#options.clock.now(),
      receiver,
      integration,
      fallbackFor,
      groupKey,
      messageId: message.id,
      status,
      groupLabels,
      alertNames,
      notificationReason: message.reason,
      outcome: OUTCOMES[kind],
      reason: sent.kind === 'delivered' ? '' : sent.reason,
      attempts,
      durationMs,
      error: sent.kind === 'delivered' ? '' : sent.error,
      ...(sent.httpStatus !== undefined && { httpStatus: sent.httpStatus }),
    };
  }

  /** A full disk must not silence an alert: what is not saved is only lost, or told twice, by a crash. */
  async #save(work: Promise<void>): Promise<void> {
    const settled = work.catch(() => undefined);
    await valueWithin(settled, this.#options.clock, DISK_PATIENCE_MS, undefined);
  }
}

const NO_END: SendOutcome = {
  kind: 'retry',
  reason: 'contextDeadlineExceeded',
  error: `no end after ${(ATTEMPT_TIMEOUT_MS + TIMEOUT_GRACE_MS) / 1000} s`,
};

const OUTCOMES = { delivered: 'delivered', retry: 'retrying', refused: 'failed' } as const;

function tellsTheSame(a: OutboxMessage, b: OutboxMessage): boolean {
  return a.id === b.id && a.firing.join() === b.firing.join() && a.resolved.join() === b.resolved.join();
}
