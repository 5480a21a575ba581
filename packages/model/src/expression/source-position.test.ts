import { expect, test } from 'vitest';
import { positionOf, renderCaret } from './source-position.ts';

test('a position counts lines and columns from one', () => {
  expect(positionOf('ab\ncd', 0)).toEqual({ line: 1, column: 1 });
  expect(positionOf('ab\ncd', 4)).toEqual({ line: 2, column: 2 });
  expect(positionOf('ab', 99)).toEqual({ line: 1, column: 3 });
});

test('the caret underlines the place within its line', () => {
  expect(renderCaret('sum(\n  frob(x)\n)', { start: 7, end: 11 })).toBe('  frob(x)\n  ^^^^');
  expect(renderCaret('a +', { start: 3, end: 3 })).toBe('a +\n   ^');
  expect(renderCaret('ab\ncd', { start: 1, end: 5 })).toBe('ab\n ^');
});

test('tabs keep their width in the margin', () => {
  expect(renderCaret('\ta b', { start: 3, end: 4 })).toBe('\ta b\n\t  ^');
});

test('of a long line only the part around the place is shown', () => {
  const query = `${'a + '.repeat(200)}frob(x)${' + a'.repeat(200)}`;
  const [line, caret] = renderCaret(query, { start: 800, end: 804 }).split('\n');
  expect(line.length).toBeLessThan(130);
  expect(line.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('frob');
});
