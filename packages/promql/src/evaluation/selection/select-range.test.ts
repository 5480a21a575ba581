import { bitsOf, writeStaleAt } from '@telltale/model';
import { expect, test } from 'vitest';
import { withoutStale } from './select-range.ts';

function rising(length: number): Float64Array {
  return Float64Array.from({ length }, (_, i) => 10 + i);
}

function samples(values: Float64Array): { timestamps: Float64Array; values: Float64Array } {
  return { timestamps: values.map((_, i) => i * 15_000), values };
}

const PLACES = Array.from({ length: 9 }, (_, length) =>
  Array.from({ length }, (_place, at) => [length, at] as const),
).flat();

test.each([0, 1, 3, 4, 5, 8])('%i values that never fall rise until the end', (length) => {
  const given = samples(rising(length));
  const result = withoutStale(given);
  expect(result).toEqual({ ...given, risesUntil: length });
  expect(result.values).toBe(given.values);
});

test.each(PLACES)('of %i values of which one is NaN the ones before it rise: %i', (length, at) => {
  const values = rising(length);
  values[at] = Number.NaN;
  expect(withoutStale(samples(values))).toEqual({ ...samples(values), risesUntil: at });
});

test.each(PLACES)('of %i values of which one falls the ones before it rise: %i', (length, at) => {
  const values = rising(length);
  values[at] = 0;
  expect(withoutStale(samples(values)).risesUntil).toBe(at === 0 ? length : at);
});

test.each(PLACES)('of %i values one staleness marker is left out: %i', (length, at) => {
  const values = rising(length);
  writeStaleAt(bitsOf(values), at);
  const { values: kept, timestamps } = withoutStale(samples(values));
  expect([...kept]).toEqual([...rising(length)].filter((_, i) => i !== at));
  expect([...timestamps]).toEqual([...samples(values).timestamps].filter((_, i) => i !== at));
});
