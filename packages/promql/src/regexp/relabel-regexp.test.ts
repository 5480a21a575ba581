import { describe, expect, test } from 'vitest';
import { compileRelabelRegexp } from './relabel-regexp.ts';

describe('an expression of a relabelling rule', () => {
  test('matches whole texts, line breaks included', () => {
    const { test: matches, groups } = compileRelabelRegexp('a.*b');
    expect(['ab', 'a\nb', 'xab', 'abx'].map(matches)).toEqual([true, true, false, false]);
    expect(groups('xab')).toBeUndefined();
  });

  test('gives what its groups took; one that took nothing is empty', () => {
    const { groups, names } = compileRelabelRegexp('(?P<host>[^:]+)(:(\\d+))?');
    expect(groups('shop:80')).toEqual(['shop:80', 'shop', ':80', '80']);
    expect(groups('shop')).toEqual(['shop', 'shop', '', '']);
    expect(names).toEqual(new Map([['host', 1]]));
  });

  test('is refused where RE2 refuses it, and takes linear time where others do not', () => {
    expect(() => compileRelabelRegexp('(?=a)')).toThrow(expect.objectContaining({ code: 'TT_QUERY_SYNTAX' }));
    expect(compileRelabelRegexp('(a*)*b').test('a'.repeat(5000))).toBe(false);
  });
});
