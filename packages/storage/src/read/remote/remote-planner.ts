import type { SelectRequest } from '@telltale/model';
import type { MessagePort } from 'node:worker_threads';
import type { BlockLocation } from '../../blocks/block-cache.ts';
import type { FoundSeries, LabelledPlan } from '../read-planner.ts';
import type { Planner } from '../series-reader.ts';
import { KnownLabels } from './known-labels.ts';
import type { PlainRequest, PlannerMessage, Question, ReaderMessage } from './messages.ts';
import { unpackPlan } from './packed-plan.ts';
import { errorOf } from './sent-error.ts';

/** What came for a question, its labels filled in. */
type Answer =
  | ({ readonly kind: 'planned' } & LabelledPlan)
  | { readonly kind: 'found'; readonly series: FoundSeries[] };

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

export interface RemotePlannerOptions {
  readonly port: MessagePort;
  readonly onForgetDay: (dayMs: number) => void;
}

/** Asks the thread that has the index where samples are. */
export class RemotePlanner implements Planner {
  readonly #options: RemotePlannerOptions;
  readonly #labels = new KnownLabels();
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #isClosed = false;

  constructor(options: RemotePlannerOptions) {
    this.#options = options;
    options.port.on('message', (message: PlannerMessage) => this.#receive(message));
    options.port.on('close', () => this.#fail());
  }

  async plan(request: SelectRequest, signal?: AbortSignal): Promise<LabelledPlan> {
    const answer = await this.#ask({ kind: 'plan', request: plainOf(request) }, signal);
    if (answer.kind !== 'planned') throw new TypeError('The answer is not that of the question.');
    return answer;
  }

  async find(request: SelectRequest, signal?: AbortSignal): Promise<FoundSeries[]> {
    const answer = await this.#ask({ kind: 'series', request: plainOf(request) }, signal);
    if (answer.kind !== 'found') throw new TypeError('The answer is not that of the question.');
    return answer.series;
  }

  reportDamage(location: BlockLocation): void {
    this.#send({ kind: 'damaged', location });
  }

  close(): void {
    this.#options.port.close();
  }

  async #ask(question: Question, signal: AbortSignal | undefined): Promise<Answer> {
    signal?.throwIfAborted();
    if (this.#isClosed) throw closedError();
    const id = this.#nextId++;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const cancel = (): void => {
      this.#send({ kind: 'cancel', id });
      reject(signal?.reason);
    };
    this.#waiting.set(id, { resolve, reject });
    signal?.addEventListener('abort', cancel);
    try {
      this.#send({ kind: 'ask', id, question });
      return await promise;
    } finally {
      this.#waiting.delete(id);
      signal?.removeEventListener('abort', cancel);
    }
  }

  #receive(message: PlannerMessage): void {
    switch (message.kind) {
      case 'forgetDay':
        this.#options.onForgetDay(message.dayMs);
        break;
      case 'labels':
        this.#labels.add(message.newLabels);
        break;
      case 'forgetLabels':
        this.#labels.forget();
        break;
      case 'failed':
        this.#waiting.get(message.id)?.reject(errorOf(message.error));
        break;
      default:
        this.#resolve(message);
    }
  }

  #resolve(message: Extract<PlannerMessage, { readonly kind: 'planned' | 'found' }>): void {
    // Also for an answer that nobody waits for: the labels are not sent again.
    this.#labels.add(message.newLabels);
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    if (message.kind === 'planned') {
      const plan = unpackPlan(message.plan);
      waiting.resolve({ kind: 'planned', plan, labels: this.#labels.of(plan.ids) });
    } else {
      const labels = this.#labels.of(message.ids);
      waiting.resolve({
        kind: 'found',
        series: labels.map((of, i) => ({ id: message.ids[i], labels: of })),
      });
    }
  }

  #fail(): void {
    this.#isClosed = true;
    for (const { reject } of this.#waiting.values()) reject(closedError());
  }

  #send(message: ReaderMessage): void {
    this.#options.port.postMessage(message, []);
  }
}

function plainOf({ matchers, startMs, endMs, needs }: SelectRequest): PlainRequest {
  return {
    matchers: matchers.map(({ name, op, value }) => ({ name, op, value })),
    startMs,
    endMs,
    ...(needs && { needs }),
  };
}

function closedError(): Error {
  return new Error('The store is closed.');
}
