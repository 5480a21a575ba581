/** Something that happens again and again for all who wait for it at once. */
export interface Ticker {
  /** Calls `listener` at each tick until the returned function is called. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Creates a ticker that rests while nobody waits and while the page is hidden. */
export function createTicker(intervalMs: number): Ticker {
  const listeners = new Set<() => void>();
  let timer: ReturnType<typeof setInterval> | undefined;

  const tick = (): void => {
    if (document.visibilityState !== 'visible') return;
    for (const listener of listeners) listener();
  };
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      timer ??= setInterval(tick, intervalMs);
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
