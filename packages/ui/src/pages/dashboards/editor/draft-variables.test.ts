import type { DashboardVariable } from '@telltale/station/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { moved, named, newVariable, ofKind, readOptions } from './draft-variables.ts';

const ROUTE: DashboardVariable = {
  name: 'route',
  label: 'route',
  kind: 'label-values',
  values: 'route',
  of: 'http_requests_total',
  isMulti: false,
  hasAll: true,
};

test('a new choice has a name that no other one has', () => {
  let variables: readonly DashboardVariable[] = [{ ...ROUTE, name: 'choice2' }];
  for (let i = 0; i < 3; i++) variables = [...variables, newVariable(variables)];
  expect(new Set(variables.map(({ name }) => name)).size).toBe(4);
});

test('a label that was the name goes with it, one of its own stays', () => {
  expect(named(ROUTE, 'path')).toEqual({ ...ROUTE, name: 'path', label: 'path' });
  expect(named({ ...ROUTE, label: 'Way' }, 'path')).toEqual({ ...ROUTE, name: 'path', label: 'Way' });
});

test('what two kinds have in common stays when the kind is changed', () => {
  const list = ofKind(ROUTE, 'list');
  expect(list).toEqual({ name: 'route', label: 'route', kind: 'list', options: [], isMulti: false });
  const filled: DashboardVariable = { ...list, kind: 'list', options: ['5m', '1h'], isMulti: false };
  expect(ofKind(filled, 'interval')).toMatchObject({ kind: 'interval', options: ['5m', '1h'] });
  expect(ofKind(filled, 'text')).toMatchObject({ kind: 'text', initial: '5m' });
  expect(ofKind(ROUTE, 'label-values')).toBe(ROUTE);
});

test('options are what stands between commas and lines, each once', () => {
  expect(readOptions(' a, b\n\nc,,a ')).toEqual(['a', 'b', 'c']);
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[\w/.-]{1,8}$/)), (options) => {
      expect(readOptions(options.join(', '))).toEqual(options);
    }),
  );
});

test('a choice changes its place with its neighbour, and stays at the ends', () => {
  const other: DashboardVariable = { ...ROUTE, name: 'job' };
  expect(moved([ROUTE, other], 1, -1)).toEqual([other, ROUTE]);
  expect(moved([ROUTE, other], 0, -1)).toEqual([ROUTE, other]);
  expect(moved([ROUTE, other], 1, 1)).toEqual([ROUTE, other]);
});
