import { expect, test } from 'vitest';
import { presentSamples } from './present-samples.ts';

const times = Float64Array.of(0, 15, 30, 45);

test.each([
  [[1, 1, 1, 1]],
  [[0, 1, 1, 1]],
  [[1, 1, 0, 0]],
  [[0, 1, 1, 0]],
  [[0, 0, 0, 1]],
  [[1, 0, 0, 1]],
  [[0, 1, 0, 1]],
  [[0, 0, 0, 0]],
])('the samples of %j are those that are there', (present) => {
  const values = Float64Array.of(5, 6, 7, 8);
  const found = presentSamples({ values, present: Uint8Array.from(present) }, times);
  expect([...found.values]).toEqual([5, 6, 7, 8].filter((_, step) => present[step] === 1));
  expect([...found.timestamps]).toEqual([0, 15, 30, 45].filter((_, step) => present[step] === 1));
});
