import type { MetricView } from '../../metrics/view/metric-view.ts';
import type { GatherOptions, Gathered, Gatherer } from '../../registry/gatherer.ts';
import type { LocalMetrics } from '../local-metrics.ts';
import type { MetricSum } from '../sum/metric-sum.ts';
import { tellOfForeign } from '../tell-of-foreign.ts';
import type { Tell } from '../tell.ts';
import type { Link, LinkMessage } from './link-message.ts';
import { linkMessage } from './link-message.ts';
import { Member } from './member.ts';
import { settledWithin } from './settled-within.ts';

/** Members get this long to answer, and not more than most of the scrape's time. */
const ANSWER_MS = 1000;
const SHARE_OF_TIMEOUT = 0.8;
/** One that did not answer the last time does not hold up the next scrape. */
const LATE_MS = 20;

const MAX_MEMBERS = 4096;

/** What {@link Hub} takes. */
export interface HubOptions {
  readonly group: string;
  readonly sum: MetricSum;
  readonly tell: Tell;
  readonly local: LocalMetrics;
  /** Whether this process' own metrics are part of the sum; without members they are all there is. */
  readonly includesLocal: boolean;
  /** What a member gets that asks for the sum. */
  readonly answer: (options: GatherOptions) => Promise<Gathered>;
}

/** Where a member lives: when this ends, all of its members have. */
export type Origin = number;

/** Adds up the metrics of this process or thread and of its members: cluster workers or threads. */
export class Hub implements Gatherer {
  readonly #options: HubOptions;
  readonly #members = new Map<string, Member>();
  #hadMembers = false;
  #question = 0;

  constructor(options: HubOptions) {
    this.#options = options;
  }

  /** Takes a message of a member, or of one that wants to become one. */
  receive(message: LinkMessage, link: Link, origin: Origin): void {
    if (message.group !== this.#options.group) return;
    if (message.op === 'hello') this.#welcome(message, link, origin);
    const member = this.#members.get(message.member);
    if (!member) {
      // It said hello before this process listened.
      if (message.op === 'pages' || message.op === 'gather') this.#post(link, 'call', '');
      return;
    }
    if (message.op === 'pages' || message.op === 'bye') this.#takePages(member, message);
    if (message.op === 'bye') this.#retire([member]);
    if (message.op === 'gather') void this.#answer(member, message);
  }

  /** A worker or thread ended: what its members counted is kept. */
  leave(origin: Origin): void {
    this.#retire([...this.#members.values()].filter((member) => member.origin === origin));
  }

  /** The sum, of the newest values that all members give within their time, else of their last known ones. */
  async gather({ timeoutMs = Infinity }: GatherOptions = {}): Promise<Gathered> {
    const limitMs = Math.min(ANSWER_MS, timeoutMs * SHARE_OF_TIMEOUT);
    const members = [...this.#members.values()];
    const answers = [
      this.#ask(
        members.filter(({ isLate }) => !isLate),
        limitMs,
      ),
      this.#ask(
        members.filter(({ isLate }) => isLate),
        Math.min(limitMs, LATE_MS),
      ),
    ];
    const own = this.#isOwnShown ? await this.#options.local.gather({ timeoutMs }) : undefined;
    await Promise.all(answers);
    if (own && members.length > 0) tellOfForeign(own, this.#options.tell);
    return { metrics: this.#merge(), foreign: own?.foreign ?? [] };
  }

  /** The sum of what is known by now. */
  get metrics(): readonly MetricView[] {
    return this.#merge();
  }

  /** Lets go of all links. */
  close(): void {
    for (const member of this.#members.values()) member.close();
    this.#members.clear();
  }

  get #isOwnShown(): boolean {
    return this.#options.includesLocal || !this.#hadMembers;
  }

  #merge(): readonly MetricView[] {
    const { local, sum } = this.#options;
    const members = [...this.#members.values()].map(({ views }) => views);
    return sum.merge(this.#isOwnShown ? [local.metrics, ...members] : members);
  }

  #retire(gone: readonly Member[]): void {
    if (gone.length === 0) return;
    this.#merge();
    for (const member of gone) {
      this.#options.sum.keep(member.views);
      this.#members.delete(member.id);
      member.close();
    }
  }

  #welcome({ member: id }: LinkMessage, link: Link, origin: Origin): void {
    if (!this.#members.has(id) && this.#members.size < MAX_MEMBERS) {
      this.#members.set(id, new Member(id, link, origin));
      this.#hadMembers = true;
    }
    this.#post(link, 'welcome', id);
  }

  /** Asks members for their values and waits until all have answered, or until their time is over. */
  async #ask(members: readonly Member[], limitMs: number): Promise<void> {
    if (members.length === 0) return;
    const question = ++this.#question;
    const answers = members.map(({ link, id, wantsAll, questions }) => {
      this.#post(link, 'ask', id, { question, wantsAll, timeoutMs: limitMs });
      return questions.answered(question);
    });
    if (await settledWithin(Promise.all(answers), limitMs)) return;
    for (const member of members) {
      if (!member.questions.isOpen(question)) continue;
      member.isLate = true;
      const describe = () => `${member.id} does not answer: its last known values count`;
      this.#options.tell('worker_silent', '', describe);
    }
  }

  #takePages(member: Member, { bytes, question }: LinkMessage): void {
    const fault = member.take(bytes);
    if (fault !== undefined) {
      this.#options.tell('pages_refused', '', () => `the values of ${member.id} were refused: ${fault}`);
    }
    member.settle(question);
  }

  async #answer(member: Member, { question, wantsAll, timeoutMs }: LinkMessage): Promise<void> {
    const { metrics } = await this.#options.answer({ timeoutMs: timeoutMs * SHARE_OF_TIMEOUT });
    const bytes = member.encoder.encode(metrics, { isFull: wantsAll });
    this.#post(member.link, 'sum', member.id, { question, bytes });
  }

  #post(link: Link, op: LinkMessage['op'], member: string, fields: Partial<LinkMessage> = {}): void {
    link.post(linkMessage(op, { ...fields, group: this.#options.group, member }));
  }
}
