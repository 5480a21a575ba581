/** How user code ended. */
export type Outcome<Value = unknown> =
  | { readonly status: 'success'; readonly value: Value }
  | { readonly status: 'failure'; readonly error: unknown };

/**
 * Runs user code and tells how it ended: at once, or when its promise settles. What it returns and throws is
 * handed on unchanged; of a promise, one that is derived, so that a rejection nobody handles is still seen.
 * Other objects with a `then` count as results: calling it could start what they stand for.
 */
export function runWatched<Result>(code: () => Result, onEnd: (outcome: Outcome) => void): Result {
  let result: Result;
  try {
    result = code();
  } catch (error) {
    settle(onEnd, { status: 'failure', error });
    throw error;
  }
  if (result instanceof Promise) return watchedPromise(result, onEnd) as Result;
  settle(onEnd, { status: 'success', value: result });
  return result;
}

function watchedPromise<Value>(promise: Promise<Value>, onEnd: (outcome: Outcome) => void): Promise<Value> {
  return promise.then(
    (value) => {
      settle(onEnd, { status: 'success', value });
      return value;
    },
    (error: unknown) => {
      settle(onEnd, { status: 'failure', error });
      throw error;
    },
  );
}

/** A fault in recording must not become one of the code that is recorded. */
function settle(onEnd: (outcome: Outcome) => void, outcome: Outcome): void {
  try {
    onEnd(outcome);
  } catch {}
}

/** What kind of error something is, as a label: its code where it has one, else its name. */
export function errorType(error: unknown): string {
  try {
    if (typeof error !== 'object' || error === null) return typeof error;
    const code: unknown = Reflect.get(error, 'code');
    if (typeof code === 'string' && code !== '') return code;
    const name: unknown = Reflect.get(error, 'name');
    return typeof name === 'string' && name !== '' ? name : 'object';
  } catch {
    return 'unreadable';
  }
}
