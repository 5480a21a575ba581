import { AsyncLocalStorage } from 'node:async_hooks';

/** What belongs to the work that is being done: told with every log record, through calls, timers and promises. */
export interface WorkContext {
  /** Names the request, as `x-request-id` brought it or as it was made here. */
  readonly requestId?: string;
  /** What the program added with `withContext`. */
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Whether requests that are made here are no work of the program, and no part of its traces. */
  readonly isUntraced?: boolean;
}

/** All copies of the SDK in a process share it: an application and a library may each have their own. */
const STORAGE = Symbol.for('telltale.context.1');

const holder = globalThis as { [STORAGE]?: AsyncLocalStorage<WorkContext> };
const storage = (holder[STORAGE] ??= new AsyncLocalStorage<WorkContext>());

/** What belongs to the work here. */
export function currentContext(): WorkContext | undefined {
  return storage.getStore();
}

/** Runs something with fields that all log records in it tell, beside those of the context around it. */
export function withContext<Result>(fields: Readonly<Record<string, unknown>>, task: () => Result): Result {
  const current = storage.getStore();
  return storage.run({ ...current, fields: { ...current?.fields, ...fields } }, task);
}

/** Runs something in a context of its own. */
export function runInContext<Result>(context: WorkContext, task: () => Result): Result {
  return storage.run(context, task);
}

/**
 * Runs what the SDK does for itself, such as sending logs: it belongs to no request, whichever it was begun in, and the
 * requests that it makes are not observed.
 */
export function runUntraced<Result>(task: () => Result): Result {
  return storage.run(UNTRACED, task);
}

const UNTRACED: WorkContext = { isUntraced: true };
