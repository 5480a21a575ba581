/** Something done again and again while the page can be seen. */
export interface LiveLoop {
  /** `null` stops it until there is an interval again. */
  readonly setIntervalMs: (intervalMs: number | null) => void;
  readonly stop: () => void;
}

/** Runs `task` every `intervalMs` while the page is visible, and at once when it becomes visible again. */
export function startLiveLoop(initialIntervalMs: number | null, task: () => void): LiveLoop {
  let intervalMs = initialIntervalMs;
  let timer: ReturnType<typeof setInterval> | undefined;

  const restart = (): void => {
    clearInterval(timer);
    const isRunning = intervalMs !== null && document.visibilityState === 'visible';
    timer = isRunning ? setInterval(task, intervalMs ?? 0) : undefined;
  };
  const onVisibility = (): void => {
    if (document.visibilityState === 'visible' && intervalMs !== null) task();
    restart();
  };

  document.addEventListener('visibilitychange', onVisibility);
  restart();
  return {
    setIntervalMs: (next) => {
      if (next === intervalMs) return;
      intervalMs = next;
      restart();
    },
    stop: () => {
      document.removeEventListener('visibilitychange', onVisibility);
      clearInterval(timer);
    },
  };
}
