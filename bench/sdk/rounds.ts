/** One way to do an operation; a call does it `times` times. */
export type Loop = (times: number) => void;

/** The same operation in several libraries, the one to compare with first. */
export interface Contest {
  readonly title: string;
  /** A turn does the operation so many times, or a multiple of it. */
  readonly times: number;
  readonly loops: Readonly<Record<string, Loop>>;
}

/** Figures of one library in one contest. */
export interface Outcome {
  readonly nanoseconds: number;
  /** Time of the first library divided by the time of this one: the median of the rounds. */
  readonly ratio: number;
}

let loopCount = 0;

/**
 * A loop compiled by itself: were the loops of two libraries the same function, each would slow down the
 * other's call sites. Within the loop `i` is the turn, `j` is the turn modulo 64.
 */
export function freshLoop(given: Readonly<Record<string, unknown>>, body: string): Loop {
  const code = `/* ${++loopCount} */ return (times) => { for (let i = 0; i < times; i++) { const j = i & 63; ${body} } };`;
  // oxlint-disable-next-line typescript/no-implied-eval
  const make = new Function(...Object.keys(given), code) as (...values: unknown[]) => Loop;
  return make(...Object.values(given));
}

/** The middle one of some numbers. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

/** What a turn of a library takes at least. */
const TURN_MS = 8;

/**
 * Runs all libraries in turns, so that a busy machine slows them alike. A turn is as long in a fast library
 * as in a slow one: each begins with caches that are full of the one before, and so many calls of a fast one
 * would be over before that has worn off.
 */
export function compete({ times, loops }: Contest, rounds = 15): Record<string, Outcome> {
  const names = Object.keys(loops);
  for (let warmUp = 0; warmUp < 4; warmUp++) for (const name of names) loops[name](times);
  const turns = names.map((name) => {
    const calls = times * Math.ceil((TURN_MS * 1e6) / (nanosecondsOf(loops[name], times) * times));
    loops[name](calls);
    return { name, calls };
  });
  const timings = Array.from({ length: rounds }, () =>
    Object.fromEntries(turns.map(({ name, calls }) => [name, nanosecondsOf(loops[name], calls)])),
  );
  return Object.fromEntries(
    names.map((name) => [
      name,
      {
        nanoseconds: median(timings.map((timing) => timing[name])),
        ratio: median(timings.map((timing) => timing[names[0]] / timing[name])),
      },
    ]),
  );
}

function nanosecondsOf(loop: Loop, times: number): number {
  const start = process.hrtime.bigint();
  loop(times);
  return Number(process.hrtime.bigint() - start) / times;
}
