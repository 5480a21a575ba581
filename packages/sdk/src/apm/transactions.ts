import { AsyncLocalStorage } from 'node:async_hooks';
import type { TraceFunction, TraceSpanKind } from '../traces/spans/trace-span.ts';

/** Work that is told of as a whole. */
export interface ApmTransaction {
  /** Ends it, where the work goes on after its function has returned. */
  end(): void;
}

interface Running extends ApmTransaction {
  /** Whether the work itself says when it ends. */
  isTaken: boolean;
  readonly ended: Promise<void>;
}

const NONE: ApmTransaction = { end: () => undefined };

/** Runs work in a span of its own, which ends when the work does or when it is told to. */
export class Transactions {
  readonly #trace: TraceFunction;
  readonly #storage = new AsyncLocalStorage<Running>();

  constructor(trace: TraceFunction = (_name: string, ...rest: readonly unknown[]) => runPlain(rest)) {
    this.#trace = trace;
  }

  /** Runs a function as a transaction; its promise is waited for, and `current()` in it says that it ends itself. */
  run<Result>(name: string, kind: TraceSpanKind, handle: () => Result): Result {
    const running = createRunning();
    return this.#around(name, { kind, isRoot: true }, () => {
      const result = this.#storage.run(running, handle);
      return { result, ends: running.isTaken && !isPromise(result) ? running.ended : result };
    });
  }

  /** Runs a part of the work. */
  segment<Result>(name: string, handle: () => Result): Result {
    return this.#around(name, {}, () => {
      const result = handle();
      return { result, ends: result };
    });
  }

  /** The transaction in which this is called; without one there is nothing to end. */
  current(): ApmTransaction {
    const running = this.#storage.getStore();
    if (!running) return NONE;
    running.isTaken = true;
    return running;
  }

  /** The span ends with what `ends` says; the caller gets the result itself. */
  #around<Result>(
    name: string,
    options: { readonly kind?: TraceSpanKind; readonly isRoot?: boolean },
    work: () => { readonly result: Result; readonly ends: unknown },
  ): Result {
    let done: { readonly result: Result } | undefined;
    const ends = this.#trace(name, options, () => {
      const { result, ends: end } = work();
      done = { result };
      return end;
    });
    // The caller hears of a rejection from the result.
    if (isPromise(ends)) ends.then(undefined, () => undefined);
    // The task has run: what it throws has been thrown.
    return (done as { readonly result: Result }).result;
  }
}

function createRunning(): Running {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { isTaken: false, ended: promise, end: resolve };
}

function runPlain(rest: readonly unknown[]): unknown {
  const task = rest.at(-1);
  return typeof task === 'function' ? (Reflect.apply(task, undefined, []) as unknown) : undefined;
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}
