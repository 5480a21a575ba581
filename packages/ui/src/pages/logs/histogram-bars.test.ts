import { describe, expect, test } from 'vitest';
import { barPath, barStep, barsOf, describeBars, totalsOf } from './histogram-bars.ts';

const ANSWER = {
  stepMs: 1000,
  counts: [
    { timeMs: 2000, counts: { info: 3, error: 1 } },
    { timeMs: 4000, counts: { info: 2, unknown: 5 } },
  ],
};

describe('lines over time', () => {
  test('have a bar for each step, also where there are none', () => {
    const bars = barsOf(ANSWER, { startMs: 1500, endMs: 5000 }, []);
    expect(bars.map(({ startMs, total }) => [startMs, total])).toEqual([
      [1000, 0],
      [2000, 4],
      [3000, 0],
      [4000, 7],
    ]);
  });

  test('of chosen levels count these alone; the totals are of all', () => {
    const bars = barsOf(ANSWER, { startMs: 2000, endMs: 5000 }, ['error']);
    expect(bars.map(({ total }) => total)).toEqual([1, 0, 0]);
    expect(totalsOf(ANSWER)).toEqual(
      new Map([
        ['error', 1],
        ['info', 5],
        ['unknown', 5],
      ]),
    );
  });

  test('stand on top of each other, the worst below, up to the highest bar', () => {
    const bars = barsOf(ANSWER, { startMs: 2000, endMs: 5000 }, ['error', 'info']);
    expect(barPath(bars, 'error')).toBe('M0.08 1V0.75h.84V1Z');
    expect(barPath(bars, 'info')).toBe('M0.08 0.75V0h.84V0.75ZM2.08 1V0.5h.84V1Z');
    expect(barPath(bars, 'fatal')).toBe('');
  });

  test('are told in words', () => {
    const time = (atMs: number): string => `${atMs / 1000} s`;
    const bars = barsOf(ANSWER, { startMs: 2000, endMs: 5000 }, []);
    expect(describeBars(bars, 'last hour', time)).toBe(
      'Lines over time, last hour: 11, of these 1 error, 5 info, 5 unknown; most at 4 s, 7',
    );
    expect(describeBars([], 'last hour', time)).toBe('Lines over time, last hour: none');
  });

  test.each([10_000, 3_600_000, 86_400_000, 400 * 86_400_000])('of %i ms have steps that fit', (spanMs) => {
    const step = barStep(spanMs);
    expect(spanMs / step).toBeLessThanOrEqual(90);
    expect(spanMs / step).toBeGreaterThanOrEqual(10);
  });
});
