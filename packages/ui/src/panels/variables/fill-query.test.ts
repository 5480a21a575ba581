import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillQuery, variablesOf } from './fill-query.ts';
import type { VariableValue } from './fill-query.ts';

const text = (one: string): VariableValue => ({ kind: 'text', text: one });
const values = (...all: readonly string[]): VariableValue => ({ kind: 'values', values: all });

test.each<[string, VariableValue, string]>([
  ['rate(x[$v])', text('5m'), 'rate(x[5m])'],
  ['x{a="$v"}', text('say "hi"'), 'x{a="say \\"hi\\""}'],
  ['x{a=~"$v"}', values('a.b', 'c'), 'x{a=~"(a\\\\.b|c)"}'],
  ['x{a=~"$v"}', values('/pay'), 'x{a=~"/pay"}'],
  ['x{a=~"$v"}', text('/(pay|"x").*\\d'), 'x{a=~"/(pay|\\"x\\").*\\\\d"}'],
  ['x{a!~"${v}"}', values('a', 'b'), 'x{a!~"(a|b)"}'],
  ['x{a=~"$v"}', { kind: 'all' }, 'x{a=~".*"}'],
  ['x{a="$v"}', values('one', 'two'), 'x{a="one"}'],
  ['x{a=~"pre-${v:regex}-post"}', values('m'), 'x{a=~"pre-m-post"}'],
  ['x{a="$other"}', values('m'), 'x{a="$other"}'],
])('%s with %j', (query, value, expected) => {
  expect(fillQuery(query, new Map([['v', value]]))).toBe(expected);
});

test('a dollar that is the end of a pattern is no variable', () => {
  expect(fillQuery('x{a=~"b$"} > $v', new Map([['v', text('3')]]))).toBe('x{a=~"b$"} > 3');
});

test('whatever is chosen, the text of the matcher ends where it did', () => {
  fc.assert(
    fc.property(fc.array(fc.string(), { minLength: 1 }), (all) => {
      const filled = fillQuery('x{a=~"$v"} + 1', new Map([['v', values(...all)]]));
      const inside = filled.slice('x{a=~"'.length, -'"} + 1'.length);
      // Every quote inside is behind an odd number of backslashes.
      expect(inside.replace(/\\./gs, '')).not.toContain('"');
      expect(filled.endsWith('"} + 1')).toBe(true);
    }),
  );
});

test('the variables of a query are known by name', () => {
  expect(variablesOf('rate(x{a="$a"}[${b}])')).toEqual(['a', 'b']);
});
