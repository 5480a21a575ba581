import { expect, test } from 'vitest';
import { KnownHeavy } from './known-heavy.ts';

test('what is large is known for ten minutes, what was slow for seconds, and then tried again', () => {
  const heavy = new KnownHeavy();
  heavy.add('sum(rate(x[5m]))', 'large', 0);
  expect(heavy.has('up', 1)).toBe(false);
  expect(heavy.has('sum(rate(x[5m]))', 599_999)).toBe(true);
  expect(heavy.has('sum(rate(x[5m]))', 600_000)).toBe(false);
  heavy.add('{x=~".*.*"}', 'slow', 0);
  expect([heavy.has('{x=~".*.*"}', 9999), heavy.has('{x=~".*.*"}', 10_000)]).toEqual([true, false]);
});

test('a thousand queries are known: those that nobody asks any more are forgotten', () => {
  const heavy = new KnownHeavy();
  heavy.add('asked', 'large', 0);
  heavy.add('forgotten', 'large', 0);
  for (let i = 0; i < 999; i++) {
    heavy.has('asked', 1);
    heavy.add(`other ${i}`, 'large', 1);
  }
  expect([heavy.has('asked', 2), heavy.has('forgotten', 2)]).toEqual([true, false]);
});
