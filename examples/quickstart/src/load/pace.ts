/** Lets callers through at a rate that changes with time. */
export interface Pace {
  /** Resolves when it is the caller's turn. */
  turn(): Promise<void>;
}

const TICK_MS = 50;
/** After a pause of the machine at most this many turns come at once. */
const MAX_SAVED_TURNS = 5;

/** A pace of `ratePerSecond(now)` turns; it is driven by a timer that keeps the process alive. */
export function createPace(ratePerSecond: (timeMs: number) => number): Pace {
  const waiting: (() => void)[] = [];
  let turns = 0;
  let lastMs = Date.now();
  setInterval(() => {
    const nowMs = Date.now();
    turns = Math.min(MAX_SAVED_TURNS, turns + (ratePerSecond(nowMs) * (nowMs - lastMs)) / 1000);
    lastMs = nowMs;
    for (; turns >= 1 && waiting.length > 0; turns -= 1) waiting.shift()?.();
  }, TICK_MS);
  return { turn: () => new Promise((resolve) => waiting.push(resolve)) };
}
