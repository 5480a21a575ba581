/** Something done again and again while the page can be seen. */
export interface LiveLoop {
  readonly setIntervalMs: (intervalMs: number) => void;
  readonly stop: () => void;
}

/** Runs `task` every `intervalMs` while the page is visible, and at once when it becomes visible again. */
export function startLiveLoop(initialIntervalMs: number, task: () => void): LiveLoop {
  let intervalMs = initialIntervalMs;
  let timer: ReturnType<typeof setInterval> | undefined;

  const restart = (): void => {
    clearInterval(timer);
    timer = document.visibilityState === 'visible' ? setInterval(task, intervalMs) : undefined;
  };
  const onVisibility = (): void => {
    if (document.visibilityState === 'visible') task();
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
