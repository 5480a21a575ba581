import { expect, test } from 'vitest';
import { compileSearch } from './search-pattern.ts';

test.each([
  ['b+', 'abbc', true],
  ['^b', 'abbc', false],
  ['a.c', 'a\nc', false],
  ['(?s)a.c', 'a\nc', true],
])('%s in %j: %s', (pattern, text, expected) => {
  expect(compileSearch(pattern).isIn(text)).toBe(expected);
});

test.each([
  ['b+', 'abbcb', 'x', 'axcx'],
  ['(\\w)(\\d)', 'a1 b2', '$2${1}', '1a 2b'],
  ['(?P<first>\\w)\\d', 'a1', '<${first}>', '<a>'],
  ['a', 'aa', '$$', '$$'],
  ['a', 'aba', '$1x', 'b'],
  ['x*', 'abxc', '-', '-a-b-c-'],
])('%s in %j becomes %j', (pattern, text, replacement, expected) => {
  expect(compileSearch(pattern).replaceAll(text, replacement, 100)).toBe(expected);
});

test('what is no expression is refused, and so is a text that grows too long', () => {
  expect(() => compileSearch('a(')).toThrow(/bad regular expression/);
  expect(() => compileSearch('a').replaceAll('a'.repeat(50), 'b'.repeat(50), 1000)).toThrow(
    /longer than 1000/,
  );
});
