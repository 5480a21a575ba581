import { expect, it } from 'vitest';
import type { BlockRef } from '../blocks/block-index.ts';
import type { DayUsage, SizeCut } from './size-cut.ts';
import { planSizeCut } from './size-cut.ts';

function plan(usedBytes: number, limitBytes: number, days: readonly DayUsage<BlockRef>[]): SizeCut<BlockRef> {
  return planSizeCut(usedBytes, limitBytes, days, ({ samples }) => samples);
}

function day(dayMs: number, bytes: number, count = 10) {
  const blocks: BlockRef[] = Array.from({ length: count }, (_, i) => ({
    id: count - i,
    dayMs,
    startMs: dayMs + (count - i) * 10,
    endMs: dayMs + (count - i) * 10 + 9,
    rosterId: 1,
    samples: 100,
  }));
  return { dayMs, bytes, blocks };
}

it('nothing goes below the limit, with a reserve for what comes until the next look', () => {
  expect(plan(800, 1000, [day(0, 500)])).toEqual({ days: [], blocks: [] });
  expect(plan(801, 1000, [day(0, 500)]).blocks.length).toBeGreaterThan(0);
  const gigabyte = 2 ** 30;
  expect(plan(gigabyte * 0.94, gigabyte, [day(0, gigabyte)]).blocks).toEqual([]);
});

it('whole days go, oldest first, as many as are needed', () => {
  const days = [day(0, 300), day(1000, 300), day(2000, 300)];
  expect(plan(1100, 1000, days)).toEqual({ days: [0], blocks: [] });
  expect(plan(1101, 1000, days)).toEqual({ days: [0, 1000], blocks: [] });
});

it('of the newest day the oldest blocks go, and the last one written stays', () => {
  const { days, blocks } = plan(1100, 1000, [day(0, 100), day(1000, 1000)]);
  expect(days).toEqual([0]);
  expect(blocks.map(({ id }) => id)).toEqual([1, 2, 3]);
  const all = plan(9000, 1000, [day(1000, 1000)]).blocks.map(({ id }) => id);
  expect(all).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

it('nothing is to be had from a store without blocks', () => {
  expect(plan(2000, 1000, [])).toEqual({ days: [], blocks: [] });
});
