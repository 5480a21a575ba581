import { expect, test } from 'vitest';
import type { QueryData } from './query-output.ts';
import { printQueryResult } from './query-output.ts';

function printed(data: QueryData): string {
  let output = '';
  const io = { write: (text: string) => void (output += text), writeError: () => {} };
  printQueryResult(data, { ...io, useColor: false, cwd: '/', env: {} });
  return output;
}

const histogram = {
  count: '3',
  sum: '4.5',
  buckets: [
    [0, '1', '2', '1'],
    [3, '-0.001', '0.001', '2'],
  ],
} as const;

test('native histograms are printed as Prometheus writes them, among numbers in the order of time', () => {
  const metric = { __name__: 'latency' };
  expect(printed({ resultType: 'vector', result: [{ metric, histogram: [10, histogram] }] })).toBe(
    'latency  {count:3, sum:4.5, (1,2]:1, [-0.001,0.001]:2}\n',
  );
  const values = [[20, '7']] as const;
  expect(
    printed({ resultType: 'matrix', result: [{ metric, values, histograms: [[10, histogram]] }] }).split(
      '\n',
    ),
  ).toEqual([
    'latency',
    '  1970-01-01T00:00:10.000Z  {count:3, sum:4.5, (1,2]:1, [-0.001,0.001]:2}',
    '  1970-01-01T00:00:20.000Z  7',
    '',
  ]);
});

test('a histogram without observations has no buckets', () => {
  const empty = { count: '0', sum: '0' };
  expect(printed({ resultType: 'vector', result: [{ metric: {}, histogram: [10, empty] }] })).toBe(
    '{}  {count:0, sum:0}\n',
  );
});
