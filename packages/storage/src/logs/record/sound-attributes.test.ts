import type { Attributes } from '@telltale/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { soundAttributes } from './sound-attributes.ts';

const anything = fc.dictionary(
  fc.string({ unit: 'binary' }),
  fc.anything({ withNullPrototype: true, withBigInt: true, withDate: false, maxDepth: 4 }),
);

it('attributes of anything become what JSON gives back as it is', () => {
  fc.assert(
    fc.property(anything, (hostile) => {
      const { attributes, isCut } = soundAttributes(hostile as Attributes);
      expect(JSON.stringify(JSON.parse(JSON.stringify(attributes)))).toBe(JSON.stringify(attributes));
      expect(isCut).toBe(false);
      expect(soundAttributes(attributes).attributes).toBe(attributes);
    }),
    { numRuns: 300 },
  );
});

it('attributes that are too many, too deep or too long are cut, and the others stay', () => {
  const nested = Array.from({ length: 100 }).reduce<unknown>((inner) => [inner], 1);
  const hostile = {
    first: 1,
    deep: nested,
    long: 'x'.repeat(100_000),
    list: Array.from({ length: 5000 }, () => 0),
    last: 2,
  };
  const { attributes, isCut } = soundAttributes(hostile as unknown as Attributes);
  expect(isCut).toBe(true);
  expect(attributes.first).toBe(1);
  expect(attributes.long).toBe(`${'x'.repeat(65_536)}…`);
  expect(JSON.stringify(attributes.deep)).toBe(`${'['.repeat(31)}"…"${']'.repeat(31)}`);
  expect((attributes.list as unknown[]).length).toBeLessThan(1000);
  expect(attributes).not.toHaveProperty('last');
});
