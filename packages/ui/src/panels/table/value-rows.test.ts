import { expect, test } from 'vitest';
import { labelColumns, valueRows } from './value-rows.ts';

function value(query: number, labels: Readonly<Record<string, string>>, one: number) {
  return { name: '', labels, value: one, query };
}

test('series of several queries with the same labels are one row', () => {
  const rows = valueRows([
    value(0, { __name__: 'a', route: '/x' }, 1),
    value(1, { __name__: 'b', route: '/x' }, 2),
    value(1, { route: '/y' }, 3),
  ]);
  expect(rows.map(({ labels, values }) => [labels, [...values]])).toEqual([
    [
      { route: '/x' },
      [
        [0, 1],
        [1, 2],
      ],
    ],
    [{ route: '/y' }, [[1, 3]]],
  ]);
});

test('only labels that tell rows apart are columns, and of one row at least one', () => {
  const job = { job: 'shop' };
  expect(labelColumns([value(0, { ...job, route: '/x' }, 1), value(0, { ...job, route: '/y' }, 1)])).toEqual([
    'route',
  ]);
  expect(labelColumns([value(0, { ...job, a: 'b' }, 1), value(0, job, 1)])).toEqual(['a']);
  expect(labelColumns([value(0, { ...job, a: 'b' }, 1)])).toEqual(['a']);
});
