import { expect, test } from 'vitest';
import { formatAge, formatShortSpan, formatSpan } from './ages.ts';

test.each([
  [0, '0 ms'],
  [412, '412 ms'],
  [4999, '4 s'],
  [60_000, '1 min'],
  [125_000, '2 min 5 s'],
  [11_400_000, '3 h 10 min'],
  [5 * 86_400_000, '5 d'],
  [5 * 86_400_000 + 7_200_000, '5 d 2 h'],
  [-5, '0 ms'],
  [Infinity, '–'],
])('%d ms reads as %s', (ms, text) => {
  expect(formatSpan(ms)).toBe(text);
});

test('a short span keeps only its first unit and never shows milliseconds', () => {
  expect(formatShortSpan(125_000)).toBe('2 min');
  expect(formatShortSpan(300)).toBe('0 s');
});

test('an age is told from now, never as a negative one', () => {
  expect(formatAge(10_000, 22_000)).toBe('12 s ago');
  expect(formatAge(10_000, 10_400)).toBe('now');
  expect(formatAge(12_000, 10_000)).toBe('now');
  expect(formatAge(null, 10_000)).toBe('never');
});
