import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseStoryKey, printStoryKey } from './story-key.ts';

test('what is printed of a key is read as the same', () => {
  const key = fc.record({
    kind: fc.constantFrom('alert' as const, 'trace' as const, 'log' as const, 'query' as const),
    name: fc.string({ unit: 'binary', minLength: 1 }),
  });
  fc.assert(
    fc.property(key, (one) => {
      expect(parseStoryKey(printStoryKey(one))).toEqual(one);
    }),
  );
});

test.each(['', 'alert', 'alert:', ':x', 'span:1', 'HighErrorRate'])('%j is no key', (text) => {
  expect(parseStoryKey(text)).toBeUndefined();
});
