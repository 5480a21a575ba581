import { describe, expect, it } from 'vitest';
import { compileRegexp } from './compile-regexp.ts';

describe('a regular expression of a search', () => {
  it('matches a part of a text, or the whole of it, in which a dot is also a newline', () => {
    expect(compileRegexp('a.c', 'part')('xabcx')).toBe(true);
    expect(compileRegexp('a.c', 'part')('xa\ncx')).toBe(false);
    expect(compileRegexp('a.c', 'whole')('a\nc')).toBe(true);
    expect(compileRegexp('a.c', 'whole')('xabcx')).toBe(false);
    expect(compileRegexp('a|b', 'whole')('ab')).toBe(false);
    expect(compileRegexp('(?i)É+', 'whole')('éÉ')).toBe(true);
  });

  it('that would take a backtracking engine forever is answered at once', () => {
    expect(compileRegexp('(a+)+$|(a|aa)+b', 'whole')(`${'a'.repeat(5000)}!`)).toBe(false);
  });

  it('that RE2 does not know, or that is very long, is refused with the reason', () => {
    const refused = expect.objectContaining({ code: 'TT_SEARCH_SYNTAX' });
    expect(() => compileRegexp('(?=x)', 'part')).toThrow(/bad regular expression/);
    expect(() => compileRegexp(String.raw`(a)\1`, 'whole')).toThrow(refused);
    expect(() => compileRegexp('x'.repeat(10_001), 'part')).toThrow(refused);
  });
});
