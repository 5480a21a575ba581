import type { GatherOptions, Gathered } from '../../registry/gatherer.ts';
import type { LocalMetrics } from '../local-metrics.ts';
import { decodePages } from '../pages/page-decoder.ts';
import { PageEncoder } from '../pages/page-encoder.ts';
import { RemoteMetrics } from '../pages/remote-metrics.ts';
import { tellOfForeign } from '../tell-of-foreign.ts';
import type { Tell } from '../tell.ts';
import type { Link, LinkMessage } from './link-message.ts';
import { linkMessage } from './link-message.ts';
import { Questions } from './questions.ts';
import { settledWithin } from './settled-within.ts';

/** Values are sent unasked at most so often, so that little is lost with a process that is killed. */
const PUSH_MS = 1000;
/** How long a first scrape waits for a sign that somebody adds up. */
const WELCOME_MS = 250;
/** How long a scrape waits for the sum. */
const SUM_MS = 3000;
const SHARE_OF_TIMEOUT = 0.8;

/** What {@link Spoke} takes. */
export interface SpokeOptions {
  readonly local: LocalMetrics;
  readonly link: Link;
  readonly group: string;
  /** A name for this registry that no other has. */
  readonly member: string;
  readonly thread: number;
  readonly tell: Tell;
}

/** A registry whose metrics are part of a sum that is made elsewhere: by the primary, or by the main thread. */
export class Spoke {
  readonly #options: SpokeOptions;
  readonly #encoder = new PageEncoder();
  readonly #sum = new RemoteMetrics();
  readonly #timer: NodeJS.Timeout;
  #question = 0;
  #isWelcome = false;
  #welcomed: () => void = () => undefined;
  #welcome: Promise<void> | undefined;
  #fault: string | undefined;
  readonly #questions = new Questions();

  constructor(options: SpokeOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#pushChanges(), PUSH_MS);
    this.#timer.unref();
    this.#welcome = new Promise((resolve) => {
      this.#welcomed = resolve;
    });
    this.#hello();
  }

  /** Takes a message of the one that adds up. */
  receive(message: LinkMessage): void {
    if (message.group !== this.#options.group) return;
    if (message.op === 'call') this.#hello();
    if (message.member !== this.#options.member) return;
    if (message.op === 'welcome') {
      this.#isWelcome = true;
      this.#welcomed();
    }
    if (message.op === 'ask') void this.#answer(message);
    if (message.op === 'sum') this.#takeSum(message);
  }

  /** The sum; where nobody adds up, this registry's own values. */
  async gather(options: GatherOptions = {}): Promise<Gathered> {
    const { local, tell } = this.#options;
    const { timeoutMs = Infinity } = options;
    if (!(await this.#hasHub())) {
      const describe = () => 'nobody adds the processes up: a scrape sees the values of one of them';
      tell('worker_alone', '', describe);
      return local.gather(options);
    }
    const limitMs = Math.min(SUM_MS, timeoutMs * SHARE_OF_TIMEOUT);
    const fault = await this.#fetchSum(limitMs);
    if (fault !== undefined) {
      tell('worker_alone', '', () => `the sum of the processes is not to be had: ${fault}`);
      // A sum that is old misleads less than the values of one process in its place.
      if (this.#sum.sequence === 0) return local.gather(options);
    }
    return { metrics: this.#sum.views, foreign: [] };
  }

  /** The last values, sent before the process ends. */
  leave(): void {
    clearInterval(this.#timer);
    if (this.#isWelcome) this.#post('bye', { bytes: this.#encoder.encode(this.#options.local.metrics) });
    this.#options.link.close?.();
  }

  #hello(): void {
    this.#post('hello', { thread: this.#options.thread });
  }

  async #hasHub(): Promise<boolean> {
    if (this.#isWelcome) return true;
    this.#hello();
    if (this.#welcome) await settledWithin(this.#welcome, WELCOME_MS);
    // Waited for once: where nobody answers now, nobody will on the next scrape.
    this.#welcome = undefined;
    return this.#isWelcome;
  }

  /** Asks for the sum; the result says why it did not come. */
  async #fetchSum(timeoutMs: number): Promise<string | undefined> {
    const question = ++this.#question;
    const answer = this.#questions.answered(question);
    const wantsAll = this.#sum.sequence === 0 || this.#fault !== undefined;
    this.#post('gather', { question, wantsAll, timeoutMs });
    return (await settledWithin(answer, timeoutMs)) ? this.#fault : 'no answer in time';
  }

  #takeSum({ question, bytes }: LinkMessage): void {
    const read = decodePages(bytes);
    this.#fault = 'fault' in read ? read.fault : this.#sum.apply(read);
    this.#questions.settle(question);
  }

  async #answer({ question, wantsAll, timeoutMs }: LinkMessage): Promise<void> {
    const { local, tell } = this.#options;
    const gathered = await local.gather({ timeoutMs: timeoutMs * SHARE_OF_TIMEOUT });
    tellOfForeign(gathered, tell);
    this.#post('pages', { question, bytes: this.#encoder.encode(gathered.metrics, { isFull: wantsAll }) });
  }

  #pushChanges(): void {
    const { metrics } = this.#options.local;
    if (this.#isWelcome && this.#encoder.hasChanged(metrics)) {
      this.#post('pages', { bytes: this.#encoder.encode(metrics) });
    }
  }

  #post(op: LinkMessage['op'], fields: Partial<LinkMessage>): void {
    const { link, group, member } = this.#options;
    link.post(linkMessage(op, { ...fields, group, member }));
  }
}
