import { expect, test } from 'vitest';
import { latestValues } from './latest-values.ts';

function answer(legend: string, ...series: readonly (readonly [string, number | null])[]) {
  return {
    query: 'q',
    legend,
    result: {
      id: '0',
      ok: true as const,
      timestamps: [1],
      series: series.map(([host, value]) => ({ labels: { host }, values: [value] })),
    },
  };
}

test('each series has its newest value, in natural order of names', () => {
  const values = latestValues([answer('{{host}}', ['web10', 1], ['web2', null])], 'Load');
  expect(values.map(({ name, value }) => [name, value])).toEqual([
    ['web2', null],
    ['web10', 1],
  ]);
});

test('names that repeat are told apart', () => {
  const values = latestValues([answer('all', ['a', 1], ['b', 2]), answer('all', ['c', 3])], 'Load');
  expect(values.map(({ name }) => name)).toEqual(['all', 'all (2)', 'all (3)']);
});
