import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nextScrapeMs, scrapeOffsetMs, snapToGrid } from './scrape-grid.ts';

describe('scrape grid', () => {
  test('the next scrape is later than now, within one interval and on the grid', () => {
    const moment = fc.integer({ min: 0, max: 4e12 });
    fc.assert(
      fc.property(moment, fc.integer({ min: 1, max: 300_000 }), fc.webUrl(), (nowMs, intervalMs, url) => {
        const offsetMs = scrapeOffsetMs(url, intervalMs);
        const nextMs = nextScrapeMs(nowMs, intervalMs, offsetMs);
        expect(nextMs).toBeGreaterThan(nowMs);
        expect(nextMs - nowMs).toBeLessThanOrEqual(intervalMs);
        expect((nextMs - offsetMs) % intervalMs).toBe(0);
      }),
    );
  });

  test('different targets get different places in the interval', () => {
    const places = ['a', 'b', 'c', 'd'].map((host) => scrapeOffsetMs(`http://${host}/metrics`, 15_000));
    expect(new Set(places).size).toBe(4);
  });

  test('a timer that was a little late is given the planned time', () => {
    expect(snapToGrid(10_003, 10_000, 15_000)).toBe(10_000);
  });

  test('a scrape that was really late keeps its true time', () => {
    expect(snapToGrid(10_200, 10_000, 15_000)).toBe(10_200);
  });
});
