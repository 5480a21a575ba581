import { expect, test } from 'vitest';
import { PrintedAnswers } from './printed-answers.ts';

const bytes = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length);

test('bytes are found as long as the answer is the same object, each time as a copy', () => {
  const printed = new PrintedAnswers(100);
  const answer = {};
  printed.keep('a', answer, Uint8Array.of(1, 2, 3));
  printed.get('a', answer)?.fill(0);
  expect(printed.get('a', answer)).toEqual(Uint8Array.of(1, 2, 3));
  expect(printed.get('a', {})).toBeUndefined();
  expect(printed.get('b', answer)).toBeUndefined();
});

test('those used longest ago go first, and nothing is kept that is too large', () => {
  const printed = new PrintedAnswers(100);
  const answer = {};
  for (const key of ['a', 'b', 'c', 'd']) printed.keep(key, answer, bytes(25));
  printed.get('a', answer);
  printed.keep('e', answer, bytes(20));
  expect(['a', 'b', 'c', 'd', 'e'].filter((key) => printed.get(key, answer))).toEqual(['a', 'c', 'd', 'e']);
  printed.keep('f', answer, bytes(26));
  expect(printed.get('f', answer)).toBeUndefined();
  expect(printed.get('a', answer)).toBeDefined();
});
