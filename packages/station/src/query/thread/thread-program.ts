import { setImmediate as nextTurn } from 'node:timers/promises';
import { TelltaleError } from '@telltale/model';
import { MemoryPool } from '@telltale/promql';
import type { Answerer } from '../answer/answerer.ts';
import type { ThreadOrder, ThreadReport } from './messages.ts';
import { toPlainError } from './plain-error.ts';

type RunOrder = Extract<ThreadOrder, { kind: 'run' }>;
type ChunkIterator = Iterator<Uint8Array<ArrayBuffer>, void>;

const MEGABYTE = 1024 * 1024;
/** What took long enough to print that others are due. */
const LARGE_CHUNK = 128 * 1024;

interface Task {
  readonly controller: AbortController;
  /** Set once there is an answer of more than one chunk. */
  rest: Rest | undefined;
}

/** What is still to be read of an answer, and the memory that its result holds until then. */
interface Rest {
  readonly chunks: ChunkIterator;
  readonly next: Uint8Array<ArrayBuffer>;
  readonly bytes: number;
}

/** Runs the queries it is sent, all of them in turns, until their answers are read or they are cancelled. */
export class ThreadProgram {
  readonly #answerer: Answerer;
  readonly #send: (report: ThreadReport, transfer: readonly ArrayBuffer[]) => void;
  readonly #tasks = new Map<number, Task>();

  /** Memory of results of which not all was read yet: clients may be slow. */
  readonly #reading: MemoryPool;

  /** @param maxReadingBytes - What such results may hold together. */
  constructor(
    answerer: Answerer,
    maxReadingBytes: number,
    send: (report: ThreadReport, transfer: readonly ArrayBuffer[]) => void,
  ) {
    this.#answerer = answerer;
    this.#reading = new MemoryPool(maxReadingBytes);
    this.#send = send;
  }

  async run({ id, request, options }: RunOrder): Promise<void> {
    const task: Task = { controller: new AbortController(), rest: undefined };
    this.#tasks.set(id, task);
    try {
      // A cancellation that is already on its way is seen before anything is begun.
      await nextTurn();
      task.controller.signal.throwIfAborted();
      const { cost, chunks, bytes } = await this.#answerer.answer(request, options, task.controller.signal);
      const chunk = nextChunk(chunks) ?? new Uint8Array();
      if (chunk.length >= LARGE_CHUNK) {
        await nextTurn();
        task.controller.signal.throwIfAborted();
      }
      const next = nextChunk(chunks);
      if (next) {
        this.#hold(bytes);
        task.rest = { chunks, next, bytes };
      }
      this.#send({ kind: 'answer', id, chunk, isLast: !next, cost }, [chunk.buffer]);
      if (!next) this.#end(id);
    } catch (error) {
      this.#fail(id, error);
    }
  }

  /** Sends the chunk that is ready, and prints another one after it. */
  async more(id: number): Promise<void> {
    const task = this.#tasks.get(id);
    if (!task?.rest) return;
    const { chunks, next: chunk, bytes } = task.rest;
    await nextTurn();
    if (!this.#tasks.has(id)) return;
    try {
      const next = nextChunk(chunks);
      if (next) task.rest = { chunks, next, bytes };
      this.#send({ kind: 'chunk', id, chunk, isLast: !next }, [chunk.buffer]);
      if (!next) this.#end(id);
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

  #hold(bytes: number): void {
    if (this.#reading.take(bytes)) return;
    const limitMb = Math.floor(this.#reading.maxBytes / MEGABYTE);
    throw new TelltaleError(
      'TT_QUERY_LIMIT',
      `answers that are being read hold all of the ${limitMb} MB they may`,
      { fix: 'Ask for fewer series or points, or again when other answers were read.' },
    );
  }

  #end(id: number): void {
    this.#reading.give(this.#tasks.get(id)?.rest?.bytes ?? 0);
    this.#tasks.delete(id);
  }

  #fail(id: number, error: unknown): void {
    this.#end(id);
    this.#send({ kind: 'failed', id, error: toPlainError(error) }, []);
  }
}

function nextChunk(chunks: ChunkIterator): Uint8Array<ArrayBuffer> | undefined {
  const { done, value } = chunks.next();
  return done === true ? undefined : value;
}
