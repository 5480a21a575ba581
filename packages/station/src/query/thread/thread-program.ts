import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Answerer } from './answerer.ts';
import type { ThreadOrder, ThreadReport } from './messages.ts';
import { toPlainError } from './plain-error.ts';

type RunOrder = Extract<ThreadOrder, { kind: 'run' }>;
type ChunkIterator = Iterator<Uint8Array<ArrayBuffer>, void>;

interface Task {
  readonly controller: AbortController;
  /** Set once there is an answer of more than one chunk. */
  rest: { readonly chunks: ChunkIterator; next: Uint8Array<ArrayBuffer> } | undefined;
}

/** Runs the queries it is sent, all of them in turns, until their answers are read or they are cancelled. */
export class ThreadProgram {
  readonly #answerer: Answerer;
  readonly #send: (report: ThreadReport, transfer: readonly ArrayBuffer[]) => void;
  readonly #tasks = new Map<number, Task>();

  constructor(answerer: Answerer, send: (report: ThreadReport, transfer: readonly ArrayBuffer[]) => void) {
    this.#answerer = answerer;
    this.#send = send;
  }

  async run({ id, request, options }: RunOrder): Promise<void> {
    const task: Task = { controller: new AbortController(), rest: undefined };
    this.#tasks.set(id, task);
    try {
      // A cancellation that is already on its way is seen before anything is begun.
      await nextTurn();
      task.controller.signal.throwIfAborted();
      const { cost, chunks } = await this.#answerer.answer(request, options, task.controller.signal);
      const chunk = nextChunk(chunks) ?? new Uint8Array();
      const next = nextChunk(chunks);
      task.rest = next && { chunks, next };
      this.#send({ kind: 'answer', id, chunk, isLast: !next, cost }, [chunk.buffer]);
      if (!next) this.#tasks.delete(id);
    } catch (error) {
      this.#fail(id, error);
    }
  }

  /** Sends the chunk that is ready, and prints another one after it. */
  async more(id: number): Promise<void> {
    const task = this.#tasks.get(id);
    if (!task?.rest) return;
    const { chunks, next: chunk } = task.rest;
    await nextTurn();
    try {
      const next = nextChunk(chunks);
      task.rest = next && { chunks, next };
      this.#send({ kind: 'chunk', id, chunk, isLast: !next }, [chunk.buffer]);
      if (!next) this.#tasks.delete(id);
    } catch (error) {
      this.#fail(id, error);
    }
  }

  /** A query that runs ends itself at its next pause; an answer that is read ends here. */
  cancel(id: number): void {
    const task = this.#tasks.get(id);
    task?.controller.abort();
    if (task?.rest) this.#fail(id, new Error('cancelled'));
  }

  #fail(id: number, error: unknown): void {
    this.#tasks.delete(id);
    this.#send({ kind: 'failed', id, error: toPlainError(error) }, []);
  }
}

function nextChunk(chunks: ChunkIterator): Uint8Array<ArrayBuffer> | undefined {
  const { done, value } = chunks.next();
  return done === true ? undefined : value;
}
