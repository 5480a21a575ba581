import { parseLogQuery } from '@telltale/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillLogQuery } from './fill-log-query.ts';
import type { VariableValue } from './fill-query.ts';

function fill(query: string, value: VariableValue): string {
  return fillLogQuery(query, new Map([['name', value]]));
}

test('whatever a value says, it is that value and nothing else', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      const filter = { kind: 'field', field: 'service', operator: '=', value: text };
      expect(parseLogQuery(fill('service:$name', { kind: 'text', text }))).toEqual(filter);
      expect(parseLogQuery(fill('service:"${name}"', { kind: 'text', text }))).toEqual(filter);
    }),
  );
});

test('several values are alternatives, all of them no condition', () => {
  expect(fill('service:$name level>=warn', { kind: 'values', values: ['a b', 'c'] })).toBe(
    'service:("a b" OR "c") level>=warn',
  );
  expect(fill('service:${name} refused', { kind: 'all' })).toBe('* refused');
  expect(fill('$name', { kind: 'text', text: '' })).toBe('*');
});

test('variables that are not known, and dollars that are none, stay', () => {
  expect(fill('cost:$5 $other "$"', { kind: 'all' })).toBe('cost:$5 $other "$"');
});
