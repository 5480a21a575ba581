import { CUSTOM_BUCKETS_SCHEMA } from '@telltale/model';
import type { BucketRun, NativeHistogram } from '@telltale/model';
import { expect, it } from 'vitest';
import { SOUND_HISTOGRAM } from '../../test/sound-histogram.ts';
import { isSoundHistogram } from './sound-histogram.ts';

const CUSTOM: NativeHistogram = {
  ...SOUND_HISTOGRAM,
  schema: CUSTOM_BUCKETS_SCHEMA,
  zeroThreshold: 0,
  zeroCount: 0,
  customValues: [-Infinity, -1, 2.5],
  positive: [{ start: 1, counts: Float64Array.of(1, 2, 3) }],
  negative: [],
};

function run(start: number, ...counts: readonly number[]): BucketRun {
  return { start, counts: Float64Array.from(counts) };
}

const sound: readonly (readonly [title: string, histogram: NativeHistogram])[] = [
  ['of exponential buckets', SOUND_HISTOGRAM],
  ['of custom buckets, with the one up to +Inf', CUSTOM],
  ['of custom buckets without a bound', { ...CUSTOM, customValues: [], positive: [run(0, 3)] }],
  ['without buckets, and with a sum that is no number', { ...SOUND_HISTOGRAM, positive: [], sum: NaN }],
  ['with the highest index', { ...SOUND_HISTOGRAM, positive: [run(2 ** 31 - 2, 1)] }],
  ['with the lowest index', { ...SOUND_HISTOGRAM, positive: [run(-(2 ** 31) + 1, 1)] }],
  ['with 16,384 buckets', { ...SOUND_HISTOGRAM, positive: [], negative: [manyBuckets(16_384)] }],
];

const unsound: readonly (readonly [title: string, histogram: NativeHistogram])[] = [
  ['of a schema that is too fine', { ...SOUND_HISTOGRAM, schema: 9 }],
  ['of a schema that is too coarse', { ...SOUND_HISTOGRAM, schema: -5 }],
  ['of a schema that is no integer', { ...SOUND_HISTOGRAM, schema: 0.5 }],
  ['with an index beyond 32 bits', { ...SOUND_HISTOGRAM, positive: [run(2 ** 31 - 2, 1, 1)] }],
  ['with an index that is no number', { ...SOUND_HISTOGRAM, positive: [run(NaN, 1)] }],
  ['with less than nothing in a bucket', { ...SOUND_HISTOGRAM, negative: [run(0, 1, -1)] }],
  ['with a bucket that holds no number', { ...SOUND_HISTOGRAM, positive: [run(0, NaN)] }],
  ['with a count below zero', { ...SOUND_HISTOGRAM, count: -1 }],
  ['with a count that is no number', { ...SOUND_HISTOGRAM, count: NaN }],
  ['with a zero count below zero', { ...SOUND_HISTOGRAM, zeroCount: -1 }],
  ['with a zero threshold below zero', { ...SOUND_HISTOGRAM, zeroThreshold: -1 }],
  ['with an infinite zero threshold', { ...SOUND_HISTOGRAM, zeroThreshold: Infinity }],
  ['with a run of no buckets', { ...SOUND_HISTOGRAM, positive: [run(0)] }],
  ['with runs that overlap', { ...SOUND_HISTOGRAM, positive: [run(0, 1, 1), run(1, 1)] }],
  ['with runs that touch', { ...SOUND_HISTOGRAM, positive: [run(0, 1), run(1, 1)] }],
  ['with runs out of order', { ...SOUND_HISTOGRAM, positive: [run(9, 1), run(0, 1)] }],
  ['with more than 16,384 buckets', { ...SOUND_HISTOGRAM, negative: [manyBuckets(16_384)] }],
  ['of exponential buckets with bounds', { ...SOUND_HISTOGRAM, customValues: [1] }],
  ['with bounds out of order', { ...CUSTOM, customValues: [1, 3, 2] }],
  ['with a bound twice', { ...CUSTOM, customValues: [1, 2, 2] }],
  ['with the bound +Inf', { ...CUSTOM, customValues: [1, 2, Infinity] }],
  ['with one bound that is no number', { ...CUSTOM, customValues: [NaN], positive: [] }],
  ['with bounds that are no numbers', { ...CUSTOM, customValues: [1, NaN, 3] }],
  ['with more custom buckets than bounds', { ...CUSTOM, positive: [run(1, 1, 1, 1, 1)] }],
  ['with a custom bucket below the first', { ...CUSTOM, positive: [run(-1, 1)] }],
  ['of custom buckets with negative ones', { ...CUSTOM, negative: [run(0, 1)] }],
  ['of custom buckets with a zero bucket', { ...CUSTOM, zeroCount: 1 }],
  ['with more bounds than are taken', { ...CUSTOM, customValues: [...manyBuckets(16_385).counts.keys()] }],
];

function manyBuckets(count: number): BucketRun {
  return { start: 0, counts: new Float64Array(count) };
}

it.each(sound)('a histogram %s is sound', (_, histogram) => {
  expect(isSoundHistogram(histogram)).toBe(true);
});

it.each(unsound)('a histogram %s is not sound', (_, histogram) => {
  expect(isSoundHistogram(histogram)).toBe(false);
});
