/** One way to do an operation; a call does it `times` times. */
export type Loop = (times: number) => void;

/** The same operation in several libraries, the one to compare with first. */
export interface Contest {
  readonly title: string;
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

/** Runs all libraries in turns, so that a busy machine slows them alike. */
export function compete({ times, loops }: Contest, rounds = 9): Record<string, Outcome> {
  const names = Object.keys(loops);
  for (let warmUp = 0; warmUp < 3; warmUp++) for (const name of names) loops[name](times);
  const timings = Array.from({ length: rounds }, () =>
    Object.fromEntries(names.map((name) => [name, nanosecondsOf(loops[name], times)])),
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

/** Prints one row: the title, then time and ratio of each library. */
export function printRow(title: string, outcomes: Readonly<Record<string, Outcome>>): void {
  const cells = Object.entries(outcomes).map(
    ([name, { nanoseconds, ratio }]) => `${name} ${nanoseconds.toFixed(1)} ns (${ratio.toFixed(1)}x)`,
  );
  console.log(`${title.padEnd(44)} ${cells.join('  ')}`);
}
