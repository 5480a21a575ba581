import type { MetricView } from '../../metrics/view/metric-view.ts';
import { decodePages } from '../pages/page-decoder.ts';
import { PageEncoder } from '../pages/page-encoder.ts';
import { RemoteMetrics } from '../pages/remote-metrics.ts';
import type { Link } from './link-message.ts';
import { Questions } from './questions.ts';

/** A registry in another process or thread whose metrics are part of the sum. */
export class Member {
  readonly id: string;
  readonly link: Link;
  /** The worker or thread that it lives in. */
  readonly origin: number;
  /** What writes the sum for it when it asks. */
  readonly encoder = new PageEncoder();
  readonly questions = new Questions();
  /** Whether it owes an answer. */
  isLate = false;
  #wantsAll = true;
  readonly #remote = new RemoteMetrics();

  constructor(id: string, link: Link, origin: number) {
    this.id = id;
    this.link = link;
    this.origin = origin;
  }

  /** Its metrics as last known. */
  get views(): readonly MetricView[] {
    return this.#remote.views;
  }

  /** Whether changes alone would mean nothing. */
  get wantsAll(): boolean {
    return this.#wantsAll;
  }

  /** Takes its values over; the result says why not. */
  take(bytes: Uint8Array): string | undefined {
    const message = decodePages(bytes);
    const fault = 'fault' in message ? message.fault : this.#remote.apply(message);
    this.#wantsAll = fault !== undefined;
    return fault;
  }

  /** It has answered. */
  settle(question: number): void {
    this.isLate = false;
    this.questions.settle(question);
  }

  close(): void {
    this.questions.settle(Infinity);
    this.link.close?.();
  }
}
