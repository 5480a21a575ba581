import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortInTurns } from './sort-in-turns.ts';

it('sorts any texts as an array would', async () => {
  const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 3 }), fc.nat(20).map(String));
  const many = fc
    .array(text, { maxLength: 40 })
    .map((texts) => Array.from({ length: 300 }, () => texts).flat());
  await fc.assert(
    fc.asyncProperty(many, async (texts) => {
      expect(await sortInTurns(texts)).toEqual([...texts].sort());
    }),
    { numRuns: 20 },
  );
});
