import { expect, test } from 'vitest';
import { summarise } from './summary.ts';

const TIMES = [0, 1, 2];

function warningAt(value: number) {
  return { value, severity: 'warning', isBad: 'above' } as const;
}

test('a chart is told with its range, its series and its threshold', () => {
  const subject = {
    title: 'Error ratio',
    unit: 'ratio',
    thresholds: [warningAt(0.05)],
    rangeWords: 'last 5 minutes',
  };
  const columns = {
    times: TIMES,
    omitted: 0,
    series: [
      { name: '/cart', values: [0.01, 0, 0.02] },
      { name: '/checkout', values: [0.01, 0.4, 0.3] },
      { name: '/new', values: [null, null, null] },
    ],
  };
  expect(summarise(subject, columns)).toBe(
    'Error ratio, last 5 minutes. /cart: now 2%, lowest 0%, highest 2%. ' +
      '/checkout: now 30%, lowest 1%, highest 40%. /new: no points. ' +
      'Threshold 5% exceeded now by /checkout.',
  );
});

test('a series that ended has no value now, and does not exceed the threshold any more', () => {
  const subject = { title: 'Queue', unit: '', thresholds: [warningAt(5)], rangeWords: 'last hour' };
  const series = [{ name: 'old', values: [1, 9, null, null, null, null] }];
  expect(summarise(subject, { times: [0, 1, 2, 3, 4, 5], omitted: 0, series })).toBe(
    'Queue, last hour. old: no value now, lowest 1, highest 9. Threshold 5 not exceeded now.',
  );
});

test('of many series only the first are told, and the rest counted', () => {
  const subject = { title: 'Load', unit: '', thresholds: [], rangeWords: 'last hour' };
  const series = Array.from({ length: 9 }, (_, index) => ({ name: `w${index}`, values: [1, 1, 1] }));
  expect(summarise(subject, { times: TIMES, omitted: 0, series })).toContain('And 3 more series.');
});
