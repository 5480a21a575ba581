import { expect, test } from 'vitest';
import { SlowQueries } from './slow-queries.ts';

const ASKED = { kind: 'range', isError: false } as const;

test('queries that take long are listed with how often and how long, the slowest first', () => {
  let nowMs = 1000;
  const slow = new SlowQueries(() => nowMs);
  slow.observe({ ...ASKED, query: 'up', durationMs: 499 });
  slow.observe({ ...ASKED, query: 'a', durationMs: 2000, samplesRead: 10 });
  nowMs = 2000;
  slow.observe({ ...ASKED, query: 'a', durationMs: 600, samplesRead: 20 });
  slow.observe({
    kind: 'instant',
    query: 'b',
    durationMs: 3000,
    isError: true,
    error: new Error('too long\nx'),
  });
  expect(slow.list().queries).toEqual([
    {
      query: 'b',
      kind: 'instant',
      times: 1,
      slowestMs: 3000,
      lastMs: 3000,
      lastAtMs: 2000,
      samplesRead: null,
      error: 'too long',
    },
    {
      query: 'a',
      kind: 'range',
      times: 2,
      slowestMs: 2000,
      lastMs: 600,
      lastAtMs: 2000,
      samplesRead: 10,
      error: '',
    },
  ]);
});

test('of many slow queries those asked last are kept, and long texts are cut', () => {
  const slow = new SlowQueries(() => 0);
  for (let index = 0; index < 150; index++) slow.observe({ ...ASKED, query: `q${index}`, durationMs: 1000 });
  slow.observe({ ...ASKED, query: 'x'.repeat(10_000), durationMs: 5000 });
  const { queries } = slow.list();
  expect(queries).toHaveLength(100);
  expect(queries.some(({ query }) => query === 'q0')).toBe(false);
  expect(queries[0]?.query).toHaveLength(2001);
});
