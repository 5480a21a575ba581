import { expect, test } from 'vitest';
import { formatLabels, nameSeries } from './series-names.ts';

test('a legend is filled with the labels of each series', () => {
  const all = [
    { route: '/cart', code: '200' },
    { route: '/checkout', code: '500' },
  ];
  expect(nameSeries('{{route}} {{ code }}', all, 'x')).toEqual(['/cart 200', '/checkout 500']);
});

test('a legend whose labels are missing takes the fallback', () => {
  expect(nameSeries('{{queue}}', [{ route: '/' }], 'Payments')).toEqual(['Payments']);
});

test('a legend cannot reach what is not a label', () => {
  expect(nameSeries('{{constructor}}', [{}], 'Payments')).toEqual(['Payments']);
});

test('without a legend the labels in which the series differ are named', () => {
  const all: readonly Record<string, string>[] = [
    { job: 'shop', route: '/cart' },
    { job: 'shop', route: '/checkout', canary: 'yes' },
  ];
  expect(nameSeries('', all, 'x')).toEqual(['/cart', '/checkout · yes']);
});

test('a single series without a legend takes the fallback', () => {
  expect(nameSeries('', [{ job: 'shop' }], 'Load')).toEqual(['Load']);
});

test('labels are printed sorted and quoted, after the metric name', () => {
  expect(formatLabels({ route: 'a"b', __name__: 'up', job: 'shop' })).toBe('up{job="shop", route="a\\"b"}');
  expect(formatLabels({})).toBe('{}');
});
