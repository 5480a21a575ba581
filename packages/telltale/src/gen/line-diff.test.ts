import fc from 'fast-check';
import { expect, test } from 'vitest';
import { diffLines } from './line-diff.ts';

test('what both have stays, the rest is removed or added', () => {
  const lines = diffLines('a\nb\nc\nd', 'a\nc\nx\nd').map(
    ({ kind, text, line }) => `${line} ${kind} ${text}`,
  );
  expect(lines).toEqual(['1 same a', '2 removed b', '3 same c', '3 added x', '4 same d']);
});

test('the lines that are not added are the old text, those not removed the new one', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = diffLines(before, after);
      const without = (kind: string) => lines.filter((line) => line.kind !== kind).map((line) => line.text);
      expect(without('added').join('\n')).toBe(before);
      expect(without('removed').join('\n')).toBe(after);
    }),
  );
});
