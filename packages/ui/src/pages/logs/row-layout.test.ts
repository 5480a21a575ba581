import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layOutRows, topOfRow } from './row-layout.ts';

const USUAL_PX = 25;
const inputs = fc.record({
  heights: fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 900 })), { maxLength: 300 }),
  share: fc.double({ min: 0, max: 1.2, noNaN: true }),
  viewPx: fc.integer({ min: 100, max: 2000 }),
  spare: fc.integer({ min: 0, max: 20 }),
});

test('every row that can be seen is there, at its place below all rows above it', () => {
  fc.assert(
    fc.property(inputs, ({ heights, share, viewPx, spare }) => {
      const heightAt = (index: number): number => heights[index];
      const { length } = heights;
      const totalPx = topOfRow(length, heightAt, USUAL_PX);
      const topPx = totalPx * share;
      const layout = layOutRows({ length, heightAt, usualPx: USUAL_PX, topPx, viewPx, spare });
      expect(layout.start).toBeGreaterThanOrEqual(0);
      expect(layout.end).toBeLessThanOrEqual(length);
      expect(layout.beforePx).toBe(topOfRow(layout.start, heightAt, USUAL_PX));
      expect(layout.afterPx).toBe((length - layout.end) * USUAL_PX);
      for (let row = 0; row < length; row++) {
        const rowPx = topOfRow(row, heightAt, USUAL_PX);
        const isSeen = rowPx < topPx + viewPx && rowPx + (heights[row] || USUAL_PX) > topPx;
        if (isSeen) expect(row >= layout.start && row < layout.end).toBe(true);
      }
    }),
  );
});

test('of many rows only those on screen are there', () => {
  const layout = layOutRows({
    length: 100_000,
    heightAt: () => 0,
    usualPx: USUAL_PX,
    topPx: 50_000 * USUAL_PX,
    viewPx: 900,
    spare: 8,
  });
  expect(layout).toMatchObject({ start: 49_992, beforePx: 49_992 * USUAL_PX });
  expect(layout.end - layout.start).toBeLessThan(60);
});
