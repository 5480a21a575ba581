import type { CompiledMatcher, Matcher, SelectRequest } from '@telltale/model';
import type { MessagePort } from 'node:worker_threads';
import type { BlockLocation } from '../../blocks/block-cache.ts';
import { Turn } from '../../turns/turn.ts';
import type { FoundSeries, ReadPlanner } from '../read-planner.ts';
import type { PlainRequest, PlannerMessage, Question, ReaderMessage } from './messages.ts';
import { buffersOfPlan, packPlan } from './packed-plan.ts';
import { sentErrorOf } from './sent-error.ts';
import { SentLabels } from './sent-labels.ts';

/** Series whose labels are sent together: more than most answers have. */
const SERIES_PER_MESSAGE = 1024;

export interface ReadServerOptions {
  readonly port: MessagePort;
  readonly planner: ReadPlanner;
  /** Makes a matcher that can be asked; its errors go to the reader. */
  readonly compile: (matcher: Matcher) => CompiledMatcher;
  /** The reader found a block that cannot be read. */
  readonly onDamaged: (location: BlockLocation) => void;
  readonly onClose: () => void;
}

/** Answers one reading thread where samples are; the thread reads blocks itself. */
export class ReadServer {
  readonly #options: ReadServerOptions;
  readonly #labels = new SentLabels();
  readonly #running = new Map<number, AbortController>();

  constructor(options: ReadServerOptions) {
    this.#options = options;
    options.port.on('message', (message: ReaderMessage) => this.#receive(message));
    options.port.on('close', () => {
      for (const controller of this.#running.values()) controller.abort();
      options.onClose();
    });
  }

  /** Tells the reader that blocks of a day go, or all of them. */
  forgetDay(dayMs: number): void {
    this.#send({ kind: 'forgetDay', dayMs });
  }

  /** Tells the reader that series are gone, so that it does not keep labels for ever. */
  forgetLabels(): void {
    this.#labels.forget();
    this.#send({ kind: 'forgetLabels' });
  }

  close(): void {
    this.#options.port.close();
  }

  #receive(message: ReaderMessage): void {
    switch (message.kind) {
      case 'ask':
        void this.#answer(message.id, message.question);
        break;
      case 'cancel':
        this.#running.get(message.id)?.abort();
        break;
      case 'damaged':
        this.#options.onDamaged(message.location);
        break;
    }
  }

  async #answer(id: number, question: Question): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    try {
      await this.#answerOne(id, question, controller.signal);
    } catch (error) {
      // Nobody waits for the answer to a question that was cancelled.
      if (!controller.signal.aborted) this.#send({ kind: 'failed', id, error: sentErrorOf(error) });
    } finally {
      this.#running.delete(id);
    }
  }

  async #answerOne(id: number, question: Question, signal: AbortSignal): Promise<void> {
    const { planner } = this.#options;
    const request = this.#compiled(question.request);
    if (question.kind === 'series') {
      const found = await planner.find(request, signal);
      await this.#sendLabels(found, signal);
      const ids = Uint32Array.from(found, (series) => series.id);
      this.#send({ kind: 'found', id, ids, newLabels: this.#labels.collect(found) }, [ids.buffer]);
      return;
    }
    const { plan, labels } = await planner.plan(request, signal);
    const series: FoundSeries[] = labels.map((of, slot) => ({ id: plan.ids[slot], labels: of }));
    await this.#sendLabels(series, signal);
    const packed = await packPlan(plan, signal);
    this.#send(
      { kind: 'planned', id, plan: packed, newLabels: this.#labels.collect(series) },
      buffersOfPlan(packed),
    );
  }

  /**
   * Sends most labels of a wide answer before it, in turns: a hundred thousand take longer than one. The
   * answer has the rest, and what was forgotten meanwhile.
   */
  async #sendLabels(series: readonly FoundSeries[], signal: AbortSignal): Promise<void> {
    const turn = new Turn();
    for (let from = 0; series.length - from > SERIES_PER_MESSAGE; from += SERIES_PER_MESSAGE) {
      const newLabels = this.#labels.collect(series.slice(from, from + SERIES_PER_MESSAGE));
      if (newLabels.ids.length > 0) this.#send({ kind: 'labels', newLabels });
      if (turn.isOver) await turn.end(signal);
    }
  }

  #compiled({ matchers, ...request }: PlainRequest): SelectRequest {
    return { ...request, matchers: matchers.map((matcher) => this.#options.compile(matcher)) };
  }

  #send(message: PlannerMessage, buffers: readonly ArrayBuffer[] = []): void {
    this.#options.port.postMessage(message, [...buffers]);
  }
}
