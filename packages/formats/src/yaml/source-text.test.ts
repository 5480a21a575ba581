import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SourceText } from './source-text.ts';

describe('SourceText', () => {
  it('counts lines and columns from 1 and leaves line endings out of lines', () => {
    const source = new SourceText('f', 'ab\r\ncd\n');
    expect(source.positionAt(4)).toEqual({ file: 'f', line: 2, column: 1 });
    expect([source.line(1), source.line(2), source.line(3), source.line(4)]).toEqual(['ab', 'cd', '', '']);
  });

  it('the offset of a position is the offset it was made from', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '\r', 'é') }), fc.nat(), (text, number) => {
        const source = new SourceText('f', text);
        const offset = number % (text.length + 1);
        expect(source.offsetAt(source.positionAt(offset))).toBe(offset);
      }),
    );
  });
});
