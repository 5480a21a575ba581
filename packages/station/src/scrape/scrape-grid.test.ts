import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextScrapeMs, scrapeOffsetMs, snapToGrid } from './scrape-grid.ts';

describe('scrape grid', () => {
  test('the next scrape is later than now, within one interval and on the grid', () => {
    const moment = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 300_000 }), fc.string(), (nowMs, intervalMs, key) => {
        const offsetMs = scrapeOffsetMs(key, intervalMs);
        const nextMs = nextScrapeMs(nowMs, intervalMs, offsetMs);
        return nextMs > nowMs && nextMs - nowMs <= intervalMs && (nextMs - offsetMs) % intervalMs === 0;
      }),
    );
  });

  test('targets that are almost alike are spread over the interval', () => {
    const tenths = Array.from({ length: 1000 }, (_, i) =>
      Math.floor(scrapeOffsetMs(`shop http://10.0.0.${i % 250}:${8000 + i}/metrics`, 15_000) / 1500),
    );
    const counts = [...Map.groupBy(tenths, (tenth) => tenth).values()].map((all) => all.length);
    expect(counts).toHaveLength(10);
    expect(Math.min(...counts)).toBeGreaterThan(50);
    expect(Math.max(...counts)).toBeLessThan(200);
  });

  test('a timer that was a little late is given the planned time', () => {
    expect(snapToGrid(10_003, 10_000, 15_000)).toBe(10_000);
  });

  test('a scrape that was really late keeps its true time', () => {
    expect(snapToGrid(10_200, 10_000, 15_000)).toBe(10_200);
  });
});
