import fc from 'fast-check';
import { expect, test } from 'vitest';
import { colourOf, createColourAssigner } from './colours.ts';

test('a name has the same colour in every chart that has room for it', () => {
  fc.assert(
    fc.property(fc.string(), (name) => {
      expect(createColourAssigner()(name)).toBe(colourOf(name) - 1);
    }),
  );
});

test('up to 24 names of one chart look different, and each keeps its look', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 24 }), (names) => {
      const lineOf = createColourAssigner();
      const lines = names.map(lineOf);
      expect(new Set(lines).size).toBe(names.length);
      expect(names.map(lineOf)).toEqual(lines);
      // Colours are told apart before dashes are needed.
      if (names.length <= 8) expect(Math.max(0, ...lines)).toBeLessThan(8);
    }),
  );
});

test('failures are drawn alike wherever they stand', () => {
  expect(colourOf('5xx')).toBe(colourOf('error'));
  expect(colourOf('2xx')).not.toBe(colourOf('5xx'));
});
