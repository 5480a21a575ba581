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
  timeoutMs: 2000,
  labels: {},
  recent: [true],
};

test('without targets it says how to get one', () => {
  expect(explainNoData([])).toContain('--scrape HOST:PORT/metrics');
});

test('before the first scrape it says when that comes', () => {
  expect(explainNoData([{ ...UP, health: 'unknown', lastScrapeMs: null }])).toBe(
    'The first scrape comes within 2 s.',
  );
});

test('a target that is down is named with its error', () => {
  const down: TargetView = { ...UP, health: 'down', lastError: 'connect ECONNREFUSED' };
  expect(explainNoData([UP, down])).toBe(
    'Nothing matched the query so far. 1 target down: 127.0.0.1:3000 (connect ECONNREFUSED).',
  );
});

test('when all is well it says what a rate needs and when more comes', () => {
  expect(explainNoData([UP])).toBe(
    'Nothing matched the query so far; a rate needs two scrapes. The next comes within 2 s.',
  );
});
