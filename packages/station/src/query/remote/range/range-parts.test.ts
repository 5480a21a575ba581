import { LabelSet } from '@telltale/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fixTimes } from './fix-times.ts';
import { joinSeries } from './join-series.ts';
import { splitRange } from './split-range.ts';

test('the parts of a range have all of its steps once, none more than a server answers', () => {
  const range = fc.record({
    startMs: fc.integer({ min: 0, max: 1e12 }),
    lengthMs: fc.integer({ min: 0, max: 1e6 }),
    stepMs: fc.integer({ min: 1, max: 1e5 }),
  });
  fc.assert(
    fc.property(range, fc.integer({ min: 1, max: 50 }), ({ startMs, lengthMs, stepMs }, maxPoints) => {
      const whole = { startMs, endMs: startMs + Math.min(lengthMs, 500 * stepMs), stepMs };
      const steps = (one: typeof whole): number[] =>
        Array.from(
          { length: Math.floor((one.endMs - one.startMs) / stepMs) + 1 },
          (_, i) => one.startMs + i * stepMs,
        );
      const parts = splitRange(whole, maxPoints);
      expect(parts.flatMap(steps)).toEqual(steps(whole));
      expect(parts.every((part) => steps(part).length <= maxPoints)).toBe(true);
    }),
  );
});

test('series of parts are one series each, with their histograms where they had some', () => {
  const labels = (job: string) => LabelSet.of({ job });
  const histogram = {
    schema: 0,
    count: 1,
    sum: 1,
    zeroThreshold: 0,
    zeroCount: 0,
    positive: [],
    negative: [],
    customValues: [],
    counterReset: 'unknown',
  } as const;
  const joined = joinSeries([
    [{ labels: labels('a'), timestamps: Float64Array.of(1), values: Float64Array.of(10) }],
    [
      {
        labels: labels('a'),
        timestamps: Float64Array.of(2),
        values: Float64Array.of(0),
        histograms: [histogram],
      },
      { labels: labels('b'), timestamps: Float64Array.of(2), values: Float64Array.of(20) },
    ],
  ]);
  expect(joined).toEqual([
    {
      labels: labels('a'),
      timestamps: Float64Array.of(1, 2),
      values: Float64Array.of(10, 0),
      histograms: [undefined, histogram],
    },
    { labels: labels('b'), timestamps: Float64Array.of(2), values: Float64Array.of(20) },
  ]);
});

test('the ends of a range that a query names stay those of the whole range', () => {
  const range = { startMs: 1000, endMs: 9000, stepMs: 1000 };
  expect(fixTimes('a @ start() - a @ end()', range)).toBe('a @ 1.000 - a @ 9.000');
  expect(fixTimes('rate(a[5m])', range)).toBe('rate(a[5m])');
  expect(() => fixTimes('a{b="c"} if end() > 1', range)).toThrow(
    expect.objectContaining({ code: 'TT_QUERY_RANGE' }),
  );
});
