import type { CancelTimer, Clock } from '@telltale/model';
import type { AlertUpdate } from '../alerts/alert-update.ts';
import type { Transport } from '../transport/transport.ts';
import { createAlertQueue } from './alert-queue.ts';
import type { AlertQueue } from './alert-queue.ts';
import type { AlertmanagerAddress } from './alertmanager-address.ts';
import { postedAlert } from './posted-alert.ts';

/** How it goes with one Alertmanager, in the names of Prometheus' own metrics. */
export interface AlertmanagerFigures {
  /** Where alerts are posted, without user and password: the label `alertmanager`. */
  readonly alertmanager: string;
  /** `prometheus_notifications_sent_total`: alerts posted, whatever came of it. */
  readonly sentTotal: number;
  /** `prometheus_notifications_errors_total`: alerts whose post failed; those of a failed post are posted again. */
  readonly errorsTotal: number;
  /** `prometheus_notifications_dropped_total`: alerts refused, or dropped as the queue was full. */
  readonly droppedTotal: number;
  /** `prometheus_notifications_queue_length`. */
  readonly queueLength: number;
  /** `prometheus_notifications_queue_capacity`. */
  readonly queueCapacity: number;
  /** `prometheus_notifications_latency_seconds_sum` and `_count`. */
  readonly latencySumSeconds: number;
  readonly latencyCount: number;
  /** Of the last post; empty when it succeeded. */
  readonly lastError: string;
}

export interface AlertmanagerConnectionOptions {
  readonly address: AlertmanagerAddress;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly externalUrl: string;
  readonly timeoutMs: number;
  readonly queueCapacity: number;
  /** Between 0 and 1: spreads retries. */
  readonly random: () => number;
  readonly signal: AbortSignal;
  track(work: Promise<void>): void;
}

const BATCH_SIZE = 256;
/** Between half of it and all of it: soon enough that an Alertmanager that is back is told at once. */
const RETRY_INTERVAL_MS = 1000;

/** Posts alerts to one Alertmanager, batch after batch, until it has taken them. */
export class AlertmanagerConnection {
  readonly #options: AlertmanagerConnectionOptions;
  readonly #queue: AlertQueue;
  #isBusy = false;
  #isLast = false;
  #cancelRetry: CancelTimer | undefined;
  #sent = 0;
  #errors = 0;
  #dropped = 0;
  #latencySumMs = 0;
  #posts = 0;
  #lastError = '';

  constructor(options: AlertmanagerConnectionOptions) {
    this.#options = options;
    this.#queue = createAlertQueue(options.queueCapacity);
  }

  put(alerts: readonly AlertUpdate[]): void {
    this.#dropped += this.#queue.put(alerts);
    if (!this.#cancelRetry) this.#wake();
  }

  /** Sends what waits as long as that succeeds; a failed post is the last one. */
  drain(): void {
    this.#isLast = true;
    this.#cancelRetry?.();
    this.#cancelRetry = undefined;
    this.#wake();
  }

  figures(): AlertmanagerFigures {
    return {
      alertmanager: this.#options.address.url,
      sentTotal: this.#sent,
      errorsTotal: this.#errors,
      droppedTotal: this.#dropped,
      queueLength: this.#queue.length,
      queueCapacity: this.#options.queueCapacity,
      latencySumSeconds: this.#latencySumMs / 1000,
      latencyCount: this.#posts,
      lastError: this.#lastError,
    };
  }

  #wake(): void {
    if (this.#isBusy || this.#queue.length === 0) return;
    this.#isBusy = true;
    this.#options.track(this.#work());
  }

  async #work(): Promise<void> {
    // After this turn: alerts that are accepted together travel together.
    await Promise.resolve();
    while (this.#queue.length > 0 && !this.#options.signal.aborted) {
      const batch = this.#queue.first(BATCH_SIZE);
      const outcome = await this.#post(batch);
      if (outcome === 'failed') break;
      if (outcome === 'refused') this.#dropped += batch.length;
      this.#queue.take(batch);
    }
    this.#isBusy = false;
    if (this.#queue.length > 0) this.#retryLater();
  }

  async #post(batch: readonly AlertUpdate[]): Promise<'taken' | 'refused' | 'failed'> {
    const { address, transport, timeoutMs, externalUrl, signal } = this.#options;
    const body = JSON.stringify(batch.map((alert) => postedAlert(alert, externalUrl)));
    const headers = { 'content-type': 'application/json', 'user-agent': 'telltale', ...address.headers };
    const startedMs = performance.now();
    this.#sent += batch.length;
    try {
      const response = await transport.post({ url: address.url, headers, body, timeoutMs, signal });
      const isTaken = response.status >= 200 && response.status < 300;
      this.#lastError = isTaken ? '' : `HTTP ${response.status}: ${response.body.slice(0, 200)}`;
      if (isTaken) return 'taken';
      this.#errors += batch.length;
      const isTemporary = response.status >= 500 || [408, 425, 429].includes(response.status);
      return isTemporary ? 'failed' : 'refused';
    } catch (error) {
      this.#lastError = error instanceof Error ? error.message : String(error);
      this.#errors += batch.length;
      return 'failed';
    } finally {
      this.#posts++;
      this.#latencySumMs += performance.now() - startedMs;
    }
  }

  #retryLater(): void {
    if (this.#isLast || this.#options.signal.aborted) return;
    const delayMs = (RETRY_INTERVAL_MS * (1 + this.#options.random())) / 2;
    this.#cancelRetry = this.#options.clock.after(delayMs, () => {
      this.#cancelRetry = undefined;
      this.#wake();
    });
  }
}
