import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_RANGE,
  RANGE_PRESETS,
  fixedRange,
  parseTimeRange,
  rangeOfSpan,
  windowOf,
  writeTimeRange,
} from './time-range.ts';
import type { TimeRange } from './time-range.ts';

const moments = fc.integer({ min: 0, max: 4_000_000_000_000 });
const ranges: fc.Arbitrary<TimeRange> = fc.oneof(
  fc.constantFrom(...RANGE_PRESETS).map((preset): TimeRange => ({ kind: 'last', preset })),
  fc.tuple(moments, moments).map(([one, other]) => fixedRange(one, other)),
);

test('a defined span shows the shortest preset that has it all', () => {
  const presets = [undefined, null, 1000, 300_000, 3_600_000, 7_200_000, 1e12].map(rangeOfSpan);
  expect(presets.map((range) => range.kind === 'last' && range.preset)).toEqual([
    '5m',
    '5m',
    '5m',
    '5m',
    '1h',
    '6h',
    '24h',
  ]);
  const hour = rangeOfSpan(3_600_000);
  expect(parseTimeRange(new URLSearchParams(), hour)).toBe(hour);
  const params = new URLSearchParams();
  writeTimeRange(DEFAULT_RANGE, params, hour);
  expect(String(params)).toBe('range=5m');
});

describe('the range in the address', () => {
  test('what is written is read back', () => {
    fc.assert(
      fc.property(ranges, (range) => {
        const params = new URLSearchParams();
        writeTimeRange(range, params);
        expect(parseTimeRange(new URLSearchParams(params.toString()))).toEqual(range);
      }),
    );
  });

  test.each(['range=7m', 'from=1&to=', 'from=9000&to=1000', 'from=-5&to=99999', 'from=1e3&to=1e9', ''])(
    '"%s" is the default range',
    (search) => {
      expect(parseTimeRange(new URLSearchParams(search))).toEqual(DEFAULT_RANGE);
    },
  );
});

describe('windowOf', () => {
  test('every window has whole steps and at most 361 points', () => {
    fc.assert(
      fc.property(ranges, moments, (range, now) => {
        const { startMs, endMs, stepMs } = windowOf(range, now);
        const steps = (endMs - startMs) / stepMs;
        expect(Number.isInteger(steps)).toBe(true);
        expect(steps).toBeGreaterThan(0);
        expect(steps).toBeLessThanOrEqual(360);
      }),
    );
  });

  test('a live window ends now, within one refresh', () => {
    const { endMs } = windowOf({ kind: 'last', preset: '24h' }, 1_700_000_003_210);
    expect(endMs).toBe(1_700_000_000_000);
  });

  test('a fixed window covers what was selected', () => {
    const { startMs, endMs } = windowOf(fixedRange(1_000_003, 2_000_017), 0);
    expect(startMs).toBeLessThanOrEqual(1_000_003);
    expect(endMs).toBeGreaterThanOrEqual(2_000_017);
  });
});
