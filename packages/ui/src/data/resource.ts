/** What is known of a remote resource. Old data stays while new data is being asked for. */
export interface ResourceState<T> {
  readonly data: T | undefined;
  /** Why the newest attempt failed; empty when it did not. */
  readonly error: string;
  /** Whether it is being asked for. */
  readonly isLoading: boolean;
  /** When the data came, by the clock of the browser; `undefined` before it did. */
  readonly atMs: number | undefined;
}

/** A remote value that is loaded on first use and refreshed on demand. */
export interface Resource<T> {
  readonly get: () => ResourceState<T>;
  /**
   * Calls `listener` after each change; the first listener starts the loading of what is not fresh. When the last one has left,
   * what is under way is aborted.
   */
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks again. Calls while a request is under way share it. Never rejects. */
  readonly refresh: () => Promise<void>;
  /**
   * Asks again, if anything on the page shows this resource: for when it has changed. A request under
   * way may have been answered before the change, so another follows it.
   */
  readonly refreshIfUsed: () => void;
  /** Whether anything on the page shows it. */
  readonly isUsed: () => boolean;
}

const NOTHING: ResourceState<never> = { data: undefined, error: '', isLoading: false, atMs: undefined };

/** What is older is asked for again when it is shown again; until the answer is there it is shown as it is. */
const FRESH_MS = 2000;

function isStale({ atMs }: ResourceState<unknown>): boolean {
  return atMs === undefined || Date.now() - atMs > FRESH_MS;
}

/** What came again as it was stays the same object: who shows it need not be drawn anew. */
function keepIdentity<T>(before: T | undefined, now: T): T {
  return before !== undefined && JSON.stringify(before) === JSON.stringify(now) ? before : now;
}

/** Creates a resource over `load`, whose rejection becomes {@link ResourceState.error}. */
export function createResource<T>(load: (signal: AbortSignal) => Promise<T>): Resource<T> {
  const listeners = new Set<() => void>();
  let state: ResourceState<T> = NOTHING;
  let running: Promise<void> | undefined;
  let controller = new AbortController();
  let isOutdated = false;

  const set = (next: ResourceState<T>): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const run = async (): Promise<void> => {
    isOutdated = false;
    controller = new AbortController();
    const { signal } = controller;
    set({ ...state, isLoading: true });
    try {
      const data = keepIdentity(state.data, await load(signal));
      running = undefined;
      set({ data, error: '', isLoading: false, atMs: Date.now() });
    } catch (error) {
      running = undefined;
      const text = error instanceof Error ? error.message : String(error);
      set({ ...state, error: signal.aborted ? state.error : text, isLoading: false });
    }
    if (isOutdated && listeners.size > 0) await refresh();
  };
  const refresh = (): Promise<void> => (running ??= run());

  return {
    get: () => state,
    refresh,
    isUsed: () => listeners.size > 0,
    refreshIfUsed: () => {
      isOutdated = running !== undefined;
      if (listeners.size > 0) void refresh();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      // One that was left while it was being asked for was aborted, and is asked for anew.
      if (running !== undefined) isOutdated ||= controller.signal.aborted;
      else if (listeners.size === 1 && isStale(state)) void refresh();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) controller.abort();
      };
    },
  };
}
