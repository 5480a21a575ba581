/*
 * Requests that the SDK itself makes, such as those that carry spans: whoever observes outgoing requests must not
 * see them. All copies of the SDK in a process share the mark.
 */

const DEPTH = Symbol.for('telltale.own-requests');

const holder = globalThis as { [DEPTH]?: number };

/** Makes a request that is not to be observed; the mark stands while `make` runs. */
export function makeOwnRequest<Result>(make: () => Result): Result {
  holder[DEPTH] = (holder[DEPTH] ?? 0) + 1;
  try {
    return make();
  } finally {
    holder[DEPTH] = (holder[DEPTH] ?? 1) - 1;
  }
}

/** Whether the request that is being made here is one of ours. */
export function isOwnRequest(): boolean {
  return (holder[DEPTH] ?? 0) > 0;
}
