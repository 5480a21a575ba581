import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MessageColumn } from './message-column.ts';
import { decodeNumbers } from './number-columns.ts';
import { encodeTexts } from './text-column.ts';

const word = fc.constantFrom(
  'a',
  'b',
  'ab',
  'AB',
  'Σ',
  'ΑΣ',
  'ς',
  'İ',
  'é',
  '💥',
  ' ',
  '',
  'x'.repeat(20_000),
);
const text = fc.array(word, { maxLength: 4 }).map((words) => words.join(''));
const messages = fc.oneof(
  fc.array(text, { maxLength: 30 }),
  // Without letters that take more than a byte, or whose small letters are longer.
  fc
    .array(fc.array(fc.constantFrom('a', 'B', 'ab', '', 'y'.repeat(30_000)), { maxLength: 4 }), {
      maxLength: 30,
    })
    .map((some) => some.map((words) => words.join(''))),
  fc
    .array(fc.array(fc.constantFrom('a', 'Σ', 'β', 'ΑΣ'), { maxLength: 3 }), { maxLength: 10 })
    .map((some) => some.map((words) => words.join(''))),
);

it('messages are searched as each for itself would be, though all are one text', () => {
  fc.assert(
    fc.property(messages, text, fc.nat(3), (some, wanted, rest) => {
      const [lengths, bytes] = encodeTexts(some);
      const column = new MessageColumn(decodeNumbers(lengths, some.length), bytes);
      expect(some.map((_, i) => column.at(i))).toEqual(some);
      const lower = wanted.toLowerCase();
      const rows = Uint8Array.from(some, (_, i) => (i % 4 === rest ? 0 : 1));
      const expected = rows.map((row, i) => (row === 1 && some[i].toLowerCase().includes(lower) ? 1 : 0));
      const contained = rows.slice();
      column.keepContaining(lower, contained);
      expect([...contained]).toEqual([...expected]);
      const matched = rows.slice();
      column.keepMatching((message) => message.toLowerCase().includes(lower), matched);
      expect([...matched]).toEqual([...expected]);
    }),
    { numRuns: 300 },
  );
});
