import type { DashboardVariable } from '@telltale/station/contract';
import { expect, test } from 'vitest';
import { ALL, chosenOf, chosenWords, valueOf } from './variables.ts';

const ROUTE: DashboardVariable = {
  name: 'route',
  label: 'Route',
  kind: 'label-values',
  values: 'route',
  of: 'x',
  isMulti: true,
  hasAll: true,
};
const ONE: DashboardVariable = { ...ROUTE, isMulti: false, hasAll: false };
const SPAN: DashboardVariable = { name: 'span', label: 'Span', kind: 'interval', options: ['5m', '1h'] };

test('at first all is chosen where that can be, else the first', () => {
  expect(chosenOf(ROUTE, ['/a', '/b'], undefined)).toEqual([ALL]);
  expect(chosenOf(ONE, ['/a', '/b'], undefined)).toEqual(['/a']);
  expect(chosenOf(ONE, undefined, undefined)).toEqual([]);
  expect(chosenOf(SPAN, ['5m', '1h'], undefined)).toEqual(['5m']);
});

test('the address says otherwise, but not more than one where one can be', () => {
  expect(chosenOf(ROUTE, ['/a'], ['/a', '/gone'])).toEqual(['/a', '/gone']);
  expect(chosenOf(ONE, ['/a'], ['/b', '/a'])).toEqual(['/b']);
});

test('a choice is told to queries and to people', () => {
  expect(valueOf(ROUTE, [ALL])).toEqual({ kind: 'all' });
  expect(valueOf(ROUTE, ['/a', '/b'])).toEqual({ kind: 'values', values: ['/a', '/b'] });
  expect(valueOf(SPAN, ['1h'])).toEqual({ kind: 'text', text: '1h' });
  expect([[ALL], ['/a'], ['/a', '/b', '/c'], []].map(chosenWords)).toEqual([
    'all',
    '/a',
    '/a and 2 more',
    'none',
  ]);
});
