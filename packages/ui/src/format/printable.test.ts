import { expect, test } from 'vitest';
import { lineOf, printable } from './printable.ts';

test.each([
  ['\u001b[1;31mred\u001b[0m and \u001b]0;title\u0007plain', 'red and plain'],
  ['nothing\0after\u0007', 'nothing␀after␇'],
  ['\u202Etxt.exe\u2069', '\ufffdtxt.exe\ufffd'],
  ['one\r\ntwo\tthree', 'one\ntwo\tthree'],
  ['\u001b', '␛'],
])('%j is shown as %j', (text, shown) => {
  expect(printable(text)).toBe(shown);
});

test('a message is one line of the list, however long', () => {
  expect(lineOf('one\n\n  two\tthree')).toBe('one ↵   two three');
  expect(lineOf('x'.repeat(1_000_000))).toHaveLength(2001);
});
