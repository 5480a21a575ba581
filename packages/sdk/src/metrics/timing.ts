/** Ends a measurement of time: the seconds since it began, which are observed by the first call only. */
export type StopTimer = () => number;

/** Starts to measure a duration on the monotonic clock. */
export function startedTimer(observe: (seconds: number) => void): StopTimer {
  const startMs = performance.now();
  let seconds = -1;
  return () => {
    if (seconds >= 0) return seconds;
    seconds = (performance.now() - startMs) / 1000;
    observe(seconds);
    return seconds;
  };
}

/**
 * Runs a function and observes its duration in seconds, whether it succeeds or fails. A promise is waited
 * for; any other object with a `then` counts as a result.
 */
export function timed<Result>(task: () => Result, observe: (seconds: number) => void): Result {
  const startMs = performance.now();
  const done = () => observe((performance.now() - startMs) / 1000);
  let result: Result;
  try {
    result = task();
  } catch (error) {
    done();
    throw error;
  }
  if (!(result instanceof Promise)) {
    done();
    return result;
  }
  // The caller gets the promise that `finally` derives, so that a rejection nobody handles is still seen.
  return result.finally(done) as Result;
}
