/** Random choices that are the same for the same seed. */
export interface RandomChoice {
  /** From 0 up to, and without, 1. */
  next(): number;
  integer(from: number, to: number): number;
  one<Value>(values: readonly Value[]): Value;
  /** At least one of them. */
  some<Value>(values: readonly Value[]): readonly Value[];
}

/** Mulberry32: 32 bits of state are enough to choose faults. */
export function createRandomChoice(seed: number): RandomChoice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const one = <Value>(values: readonly Value[]): Value => values[integer(0, values.length - 1)];
  return {
    next,
    integer,
    one,
    some: (values) => {
      const certain = one(values);
      return values.filter((value) => value === certain || next() < 0.4);
    },
  };
}
