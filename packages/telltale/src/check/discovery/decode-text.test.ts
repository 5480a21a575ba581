import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.ts';

describe('decodeText', () => {
  it('drops a byte order mark and reads UTF-16 by its mark', () => {
    const little = Buffer.from('\uFEFFgroups: []', 'utf16le');
    const big = Buffer.from(little).swap16();
    for (const bytes of [Buffer.from('\uFEFFgroups: []'), little, big]) {
      expect(decodeText(bytes)).toEqual({ text: 'groups: []' });
    }
  });

  it('finds the first byte that is not UTF-8, behind any text, also behind real U+FFFD', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '€', '😀', '\uFFFD', '\n') });
    fc.assert(
      fc.property(text, fc.boolean(), fc.constantFrom(0x80, 0xe9, 0xf0, 0xff), (before, hasMark, bad) => {
        const parts = [Buffer.from(hasMark ? '\uFEFF' : ''), Buffer.from(before), Buffer.from([bad, 0x20])];
        const decoded = decodeText(Buffer.concat(parts));
        expect(decoded).toEqual({ text: `${before}\uFFFD `, malformedAt: before.length });
      }),
    );
  });
});
