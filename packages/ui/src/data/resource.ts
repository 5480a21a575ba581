/** What is known of a remote resource. Old data stays while new data is being asked for. */
export interface ResourceState<T> {
  readonly data: T | undefined;
  /** Why the newest attempt failed; empty when it did not. */
  readonly error: string;
}

/** A remote value that is loaded on first use and refreshed on demand. */
export interface Resource<T> {
  readonly get: () => ResourceState<T>;
  /** Calls `listener` after each change; the first listener starts the loading. */
  readonly subscribe: (listener: () => void) => () => void;
  /** Asks again. Calls while a request is under way share it. Never rejects. */
  readonly refresh: () => Promise<void>;
  /**
   * Asks again, if anything on the page shows this resource: for when it has changed. A request under
   * way may have been answered before the change, so another follows it.
   */
  readonly refreshIfUsed: () => void;
}

/** Creates a resource over `load`, whose rejection becomes {@link ResourceState.error}. */
export function createResource<T>(load: () => Promise<T>): Resource<T> {
  const listeners = new Set<() => void>();
  let state: ResourceState<T> = { data: undefined, error: '' };
  let running: Promise<void> | undefined;
  let isOutdated = false;

  const set = (next: ResourceState<T>): void => {
    state = next;
    for (const listener of listeners) listener();
  };
  const run = async (): Promise<void> => {
    isOutdated = false;
    try {
      set({ data: await load(), error: '' });
    } catch (error) {
      set({ data: state.data, error: error instanceof Error ? error.message : String(error) });
    } finally {
      running = undefined;
    }
    if (isOutdated && listeners.size > 0) await refresh();
  };
  const refresh = (): Promise<void> => (running ??= run());

  return {
    get: () => state,
    refresh,
    refreshIfUsed: () => {
      isOutdated = running !== undefined;
      if (listeners.size > 0) void refresh();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      if (state.data === undefined) void refresh();
      return () => listeners.delete(listener);
    },
  };
}
