import { expect, test } from 'vitest';
import type { Command } from '../../navigation/commands.tsx';
import { flatten, rankGroups } from './rank-groups.ts';

const command = (id: string, title: string): Command => ({ id, title });
const FOUND: ReadonlyMap<string, readonly Command[]> = new Map([
  ['Pages', [command('page:alerts', 'Alerts'), command('page:rules', 'Rules')]],
  ['Alerts', [command('alert:a', 'HighErrorRate'), command('alert:b', 'SlowCheckout')]],
  ['Metrics', [command('metric:c', 'checkout_errors_total')]],
]);
const titles = (typed: string, recent: readonly string[] = []): readonly string[] =>
  flatten(rankGroups(typed, FOUND, recent)).map(({ title }) => title);

test('the group with the best answer comes first, and what does not answer is not there', () => {
  expect(titles('rules')[0]).toBe('Rules');
  expect(titles('check')).toEqual(['checkout_errors_total', 'SlowCheckout']);
  expect(titles('xyz')).toEqual([]);
});

test('where nothing is typed, what was used lately comes first, and once', () => {
  const groups = rankGroups('', FOUND, ['alert:b', 'gone', 'page:rules']);
  expect(groups[0].group).toBe('Lately');
  expect(groups[0].commands.map(({ id }) => id)).toEqual(['alert:b', 'page:rules']);
  expect(flatten(groups).filter(({ id }) => id === 'alert:b')).toHaveLength(1);
});

test('of answers that are much alike the one used lately comes first', () => {
  const alike = new Map([['Pages', [command('1', 'Shop one'), command('2', 'Shop two')]]]);
  const first = (recent: readonly string[]): string => flatten(rankGroups('shop', alike, recent))[0].id;
  expect(first([])).toBe('1');
  expect(first(['2'])).toBe('2');
});
