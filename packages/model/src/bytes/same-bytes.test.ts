import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sameBytes, viewOf } from './same-bytes.ts';

test('bytes are the same where each is, wherever they stand', () => {
  const bytes = fc.uint8Array({ maxLength: 40 });
  fc.assert(
    fc.property(bytes, bytes, bytes, (before, part, others) => {
      const a = viewOf(Uint8Array.of(...before, ...part));
      const b = viewOf(Uint8Array.of(...others, ...part));
      expect(sameBytes(a, before.length, before.length + part.length, b, others.length)).toBe(true);
    }),
  );
});

test('one other byte makes a difference', () => {
  const part = fc.uint8Array({ minLength: 1, maxLength: 40 });
  fc.assert(
    fc.property(part, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, place, change) => {
      const other = Uint8Array.from(bytes);
      other[place % bytes.length] ^= change;
      expect(sameBytes(viewOf(bytes), 0, bytes.length, viewOf(other), 0)).toBe(false);
    }),
  );
});
