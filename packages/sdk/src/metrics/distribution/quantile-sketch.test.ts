import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LogLinearCounts, RELATIVE_ERROR } from './log-linear-counts.ts';
import { QuantileSketch } from './quantile-sketch.ts';

const SHARES = [0, 0.01, 0.25, 0.5, 0.9, 0.99, 0.999, 1];

function clockAt(startMs = 0) {
  const clock = { ms: startMs, now: () => clock.ms };
  return clock;
}

/** The smallest of the values that at least this share of them does not exceed. */
function exactQuantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1];
}

describe('a quantile of a sketch', () => {
  test('is off by at most 0.8 % of the exact one, whatever was observed', () => {
    expect(RELATIVE_ERROR).toBeLessThan(0.008);
    const value = fc.oneof(
      fc.double({ min: 1e-3, max: 1e3, noNaN: true }),
      fc.double({ min: -1e3, max: -1e-3, noNaN: true }),
      fc.constantFrom(0, -0, 1, 2, 1024),
    );
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 300 }), (values) => {
        const sketch = new QuantileSketch({ maxAgeMs: 1000, ageBuckets: 5 }, clockAt());
        for (const each of values) sketch.observe(each);
        for (const share of SHARES) {
          const exact = exactQuantile(values, share);
          expect(Math.abs(sketch.quantile(share) - exact)).toBeLessThanOrEqual(
            Math.abs(exact) * RELATIVE_ERROR,
          );
        }
      }),
    );
  });

  test('of a wide range keeps its error for the larger values, in bounded memory', () => {
    const counts = new LogLinearCounts();
    const values = Array.from({ length: 600 }, (_, index) => 2 ** (index - 300));
    for (const value of values) counts.observe(value);
    expect(counts.positive.counts.length).toBeLessThanOrEqual(2048);
    expect(counts.count).toBe(600);
    expect(counts.quantile(0.99) / exactQuantile(values, 0.99)).toBeCloseTo(1, 1);
  });

  test('is no number before anything was observed', () => {
    expect(new LogLinearCounts().quantile(0.5)).toBeNaN();
  });

  test('tells infinitely small values from none', () => {
    const counts = new LogLinearCounts();
    for (const value of [Number.MIN_VALUE, -Number.MIN_VALUE, 0]) counts.observe(value);
    expect([counts.count, counts.quantile(0.5)]).toEqual([3, 0]);
  });
});

describe('the window of a sketch', () => {
  test('forgets in parts what is older than its age', () => {
    const clock = clockAt();
    const sketch = new QuantileSketch({ maxAgeMs: 1000, ageBuckets: 5 }, clock);
    sketch.observe(100);
    clock.ms = 500;
    sketch.observe(1);
    expect(sketch.quantile(1)).toBeCloseTo(100, -1);
    clock.ms = 1000;
    expect(sketch.merged().count).toBe(1);
    expect(sketch.quantile(1)).toBeCloseTo(1, 1);
    clock.ms = 1_000_000;
    expect(sketch.quantile(1)).toBeNaN();
    sketch.observe(5);
    expect(sketch.quantile(0.5)).toBeCloseTo(5, 0);
  });

  test('does not lose or double an observation while it turns', () => {
    const action = fc.record({
      waitMs: fc.nat({ max: 400 }),
      value: fc.double({ min: 1, max: 2, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 50 }), (actions) => {
        const clock = clockAt(7);
        const sketch = new QuantileSketch({ maxAgeMs: 1000, ageBuckets: 5 }, clock);
        const seen: number[] = [];
        for (const { waitMs, value } of actions) {
          clock.ms += waitMs;
          sketch.observe(value);
          seen.push(Math.floor((clock.ms - 7) / 200));
          const part = Math.floor((clock.ms - 7) / 200);
          expect(sketch.merged().count).toBe(seen.filter((other) => part - other < 5).length);
        }
      }),
    );
  });
});

describe('counts of a sketch', () => {
  const size = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
  const value = fc.oneof(
    size,
    size.map((positive) => -positive),
    fc.constant(0),
  );
  const values = fc.array(value, { maxLength: 60 });

  test('merged with others are the counts of all observations', () => {
    fc.assert(
      fc.property(values, values, (first, second) => {
        const [one, other, whole] = [first, second, [...first, ...second]].map((observed) => {
          const counts = new LogLinearCounts();
          for (const value of observed) counts.observe(value);
          return counts;
        });
        one.merge(other);
        expect(SHARES.map((share) => one.quantile(share))).toEqual(
          SHARES.map((share) => whole.quantile(share)),
        );
        expect(LogLinearCounts.decode(one.encode()).encode()).toEqual(one.encode());
      }),
    );
  });
});
