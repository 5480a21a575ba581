import type { NativeHistogram } from '@telltale/model';

/** A histogram as a counter of a program has it: 12 observations. */
export const SOUND_HISTOGRAM: NativeHistogram = {
  schema: 2,
  count: 12,
  sum: -0,
  zeroThreshold: 2 ** -128,
  zeroCount: 1,
  positive: [
    { start: -4, counts: Float64Array.of(1, 0, 3) },
    { start: 7, counts: Float64Array.of(5) },
  ],
  negative: [{ start: 0, counts: Float64Array.of(2) }],
  customValues: [],
  counterReset: 'unknown',
};
