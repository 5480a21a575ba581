import { describe, expect, it } from 'vitest';
import { invalidByte, quoteText } from './quote-text.ts';

describe('quoteText', () => {
  it('leaves visible text of any language as it is', () => {
    expect(quoteText('a b{}')).toBe('"a b{}"');
    expect(quoteText('größe 温度 🎉')).toBe('"größe 温度 🎉"');
  });

  it('escapes quotes, backslashes and control characters as Go does', () => {
    expect(quoteText('"\\')).toBe(String.raw`"\"\\"`);
    expect(quoteText('\x07\b\f\n\r\t\v\x01\x7f')).toBe(String.raw`"\a\b\f\n\r\t\v\x01\x7f"`);
  });

  it('shows what cannot be seen', () => {
    expect(quoteText('a\u00a0b\u200b\ufeff')).toBe(String.raw`"a\u00a0b\u200b\ufeff"`);
    expect(quoteText('\u{e0001}')).toBe(String.raw`"\U000e0001"`);
  });

  it('shows a byte that is not UTF-8 as that byte', () => {
    expect(quoteText(`a${invalidByte(0xc5)}z`)).toBe(String.raw`"a\xc5z"`);
  });

  it('replaces half a character, which UTF-8 cannot hold', () => {
    expect(quoteText('\ud800')).toBe(String.raw`"\ufffd"`);
  });
});
