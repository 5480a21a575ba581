import type { TargetView } from '@telltale/station/contract';
import { expect, test } from 'vitest';
import { explainNoData } from './explain-no-data.ts';

const UP: TargetView = {
  job: 'shop',
  instance: '127.0.0.1:3000',
  url: 'http://127.0.0.1:3000/metrics',
  health: 'up',
  lastError: '',
  lastScrapeMs: 9000,
  lastDurationMs: 4,
  samples: 10,
  bodyBytes: 100,
  intervalMs: 2000,
  labels: {},
  recent: [true],
};

test('without targets it says how to get one', () => {
  expect(explainNoData([], 0)).toContain('--scrape HOST:PORT/metrics');
});

test('before the first scrape it says when that comes', () => {
  expect(explainNoData([{ ...UP, health: 'unknown', lastScrapeMs: null }], 0)).toBe(
    'The first scrape comes within 2 s.',
  );
});

test('a target that is down is named with its error', () => {
  const down: TargetView = { ...UP, health: 'down', lastError: 'connect ECONNREFUSED' };
  expect(explainNoData([UP, down], 10_000)).toBe(
    'Nothing matched the query so far. 1 target down: 127.0.0.1:3000 (connect ECONNREFUSED).',
  );
});

test('when all is well it says when the next scrape comes', () => {
  expect(explainNoData([UP], 9500)).toBe('Nothing matched the query so far. Next scrape in 1 s.');
});
