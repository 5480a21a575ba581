import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillLogQuery } from './fill-log-query.ts';
import type { VariableValue } from './fill-query.ts';

function fill(query: string, value: VariableValue): string {
  return fillLogQuery(query, new Map([['name', value]]));
}

const LETTERS: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/** The one value that a condition is made of, as the station reads it; nothing where it is anything else. */
function valueOf(query: string): string | undefined {
  const quoted = /^service:"((?:[^"\\]|\\.)*)"$/su.exec(query)?.[1];
  return quoted?.replaceAll(/\\(.)/gsu, (_, letter: string) => LETTERS[letter] ?? letter);
}

test('whatever a value says, it is that value and nothing else', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1 }),
    fc.string({ unit: fc.constantFrom('"', '\\', '\n', '$', 'a', ' OR '), minLength: 1 }),
  );
  fc.assert(
    fc.property(texts, (text) => {
      expect(valueOf(fill('service:$name', { kind: 'text', text }))).toBe(text);
      expect(valueOf(fill('service:"${name}"', { kind: 'text', text }))).toBe(text);
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
