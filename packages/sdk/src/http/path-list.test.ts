import { expect, test } from 'vitest';
import { PathList } from './path-list.ts';

test('a path is in the list as a whole, with or without a query', () => {
  const list = new PathList(['/metrics', '/health']);
  const targets = ['/metrics', '/metrics?name=x', '/health', '/metricsfoo', '/metrics/x', '/', undefined];
  expect(targets.map((target) => list.has(target))).toEqual([true, true, true, false, false, false, false]);
});

test('a star stands for any characters, everything else for itself', () => {
  const list = new PathList(['/internal/*', '/a.b*c']);
  const targets = ['/internal/x/y?z', '/internal', '/a.b-c', '/aXb-c', '/a.bcd'];
  expect(targets.map((target) => list.has(target))).toEqual([true, false, true, false, false]);
});

test('a pattern with many stars does not keep the event loop', () => {
  const list = new PathList([`/${'*'.repeat(50)}x`]);
  expect(list.has(`/${'a'.repeat(10_000)}`)).toBe(false);
});
