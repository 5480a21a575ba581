import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  DEFAULT_RANGE,
  QUICK_SPANS_MS,
  boundsOf,
  describeRange,
  fixedRange,
  parseMoment,
  parseTimeRange,
  rangeOfSpan,
  shiftRange,
  widenRange,
  windowOf,
  writeTimeRange,
} from './time-range.ts';
import type { TimeRange } from './time-range.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const moments = fc.integer({ min: 0, max: 4_000_000_000_000 });
const spans = fc.oneof(fc.constantFrom(...QUICK_SPANS_MS), fc.integer({ min: 10_000, max: 400 * DAY_MS }));
const ranges: fc.Arbitrary<TimeRange> = fc.oneof(
  spans.map((spanMs): TimeRange => ({ kind: 'last', spanMs })),
  fc.tuple(moments, moments).map(([one, other]) => fixedRange(one, other)),
);

test('what the definition says of time holds where the address says nothing', () => {
  const defined = rangeOfSpan(7_200_000);
  expect(parseTimeRange(new URLSearchParams(), defined)).toBe(defined);
  const params = new URLSearchParams();
  writeTimeRange(DEFAULT_RANGE, params, defined);
  expect(String(params)).toBe('range=1h');
  expect(rangeOfSpan(null)).toBe(DEFAULT_RANGE);
});

test.each([
  [HOUR_MS, 'last hour'],
  [5 * MINUTE_MS, 'last 5 minutes'],
  [90 * MINUTE_MS, 'last 90 minutes'],
  [2 * DAY_MS, 'last 2 days'],
])('%i ms is the %s', (spanMs, words) => {
  expect(describeRange({ kind: 'last', spanMs })).toBe(words);
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

  test('a moment may be milliseconds or ISO 8601, and a range may be as Grafana writes it', () => {
    const read = (search: string): TimeRange => parseTimeRange(new URLSearchParams(search));
    const fixed = { kind: 'fixed', startMs: 1_700_000_000_000, endMs: 1_700_003_600_000 };
    expect(read('from=1700000000000&to=1700003600000')).toEqual(fixed);
    expect(read('from=2023-11-14T22:13:20Z&to=2023-11-14T23:13:20%2B00:00')).toEqual(fixed);
    expect(read('from=now-6h&to=now')).toEqual({ kind: 'last', spanMs: 6 * HOUR_MS });
    expect(read('range=1h30m')).toEqual({ kind: 'last', spanMs: 90 * MINUTE_MS });
    expect(parseMoment('2023-11-14T22:13:20')).toBe(1_700_000_000_000);
    expect(parseMoment('2023-11-14')).toBe(1_699_920_000_000);
  });

  test.each([
    'range=7',
    'range=5s',
    'range=9999999d',
    'from=1&to=',
    'from=9000&to=1000',
    'from=-5&to=99999',
    'from=1e3&to=1e9',
    'from=2023-13-99&to=now',
    '',
  ])('"%s" is the default range', (search) => {
    expect(parseTimeRange(new URLSearchParams(search))).toEqual(DEFAULT_RANGE);
  });
});

describe('windowOf', () => {
  test('every window has whole steps and at most 302 points', () => {
    fc.assert(
      fc.property(ranges, moments, (range, now) => {
        const { startMs, endMs, stepMs } = windowOf(range, now);
        const steps = (endMs - startMs) / stepMs;
        expect(Number.isInteger(steps)).toBe(true);
        expect(steps).toBeGreaterThan(0);
        expect(steps).toBeLessThanOrEqual(301);
      }),
    );
  });

  test('a live window ends now, within five seconds', () => {
    const { endMs } = windowOf({ kind: 'last', spanMs: DAY_MS }, 1_700_000_003_210);
    expect(endMs).toBe(1_700_000_000_000);
  });

  test('a fixed window covers what was selected', () => {
    const { startMs, endMs } = windowOf(fixedRange(1_000_003, 2_000_017), 0);
    expect(startMs).toBeLessThanOrEqual(1_000_003);
    expect(endMs).toBeGreaterThanOrEqual(2_000_017);
  });
});

describe('moving through time', () => {
  const now = 1_700_000_000_000;

  test('earlier goes back by half of what is shown, and later comes back to now', () => {
    const earlier = shiftRange(DEFAULT_RANGE, -1, now);
    expect(earlier).toEqual({ kind: 'fixed', startMs: now - 1.5 * HOUR_MS, endMs: now - 0.5 * HOUR_MS });
    expect(shiftRange(earlier, 1, now)).toEqual(DEFAULT_RANGE);
  });

  test('zooming out shows twice as much and nothing of the future', () => {
    expect(widenRange(DEFAULT_RANGE, now)).toEqual({ kind: 'last', spanMs: 2 * HOUR_MS });
    fc.assert(
      fc.property(ranges, (range) => {
        const before = boundsOf(range, now);
        const wide = boundsOf(widenRange(range, now), now);
        expect(wide.endMs).toBeLessThanOrEqual(Math.max(now, before.endMs));
        expect(wide.startMs).toBeLessThanOrEqual(before.startMs);
      }),
    );
  });
});
