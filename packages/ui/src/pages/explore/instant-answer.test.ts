import { expect, test } from 'vitest';
import { rowsOf } from './instant-answer.ts';

const answer = (resultType: string, result: Parameters<typeof rowsOf>[0]['data']['result']) =>
  rowsOf({ status: 'success', data: { resultType, result } });

test('answers of every type become rows', () => {
  expect(answer('scalar', [1, '3'])).toEqual([{ labels: {}, text: '3', value: 3 }]);
  expect(answer('vector', [{ metric: { job: 'a' }, value: [1, '0.5'] }])).toEqual([
    { labels: { job: 'a' }, text: '0.5', value: 0.5 },
  ]);
  expect(
    answer('matrix', [
      {
        metric: {},
        values: [
          [1, '1'],
          [2, '2'],
        ],
      },
    ]),
  ).toEqual([{ labels: {}, text: '2 (2 samples)', value: 2 }]);
  expect(answer('vector', [{ metric: {}, histogram: [1, { count: '7', sum: '9.5' }] }])).toEqual([
    { labels: {}, text: 'count 7, sum 9.5', value: 7 },
  ]);
  expect(answer('vector', [])).toEqual([]);
});

test('values that are no common numbers keep their words and sort as what they are', () => {
  expect(answer('vector', [{ metric: {}, value: [1, '-Inf'] }])[0]).toMatchObject({
    text: '-Inf',
    value: -Infinity,
  });
  expect(answer('vector', [{ metric: {}, value: [1, 'NaN'] }])[0]).toMatchObject({
    text: 'NaN',
    value: null,
  });
});
