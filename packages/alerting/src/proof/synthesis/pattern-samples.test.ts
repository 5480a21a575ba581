import { compileMatcher } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import { patternSamples } from './pattern-samples.ts';

describe('samples of a pattern', () => {
  test.each([
    ['abc', 'abc'],
    ['5..', '500'],
    ['4..|5..', '400'],
    ['(GET|POST)', 'GET'],
    ['/api/(?:v1|v2)/.*', '/api/v1/0'],
    ['[1-5][0-9][0-9]', '100'],
    ['[^a]+', '0'],
    ['\\d{3}', '000'],
    ['host-\\d+\\.example', 'host-0.example'],
    ['a?b*c+', 'abc'],
    ['^/checkout$', '/checkout'],
    ['[-x]y', '-y'],
    ['(?i:abc)', 'abc'],
    ['x{2,}', 'xx'],
  ])('%s begins with %s', (pattern, expected) => {
    expect(patternSamples(pattern)[0]).toBe(expected);
  });

  test.each([
    '5..',
    '4..|5..',
    '(a|b)(c|d)?',
    '[a-c]{1,3}',
    '\\w+@\\w+\\.org',
    '[^/]+/[^/]*',
    '.+',
    '(x|y){2}z*',
  ])('all samples of %s match it', (pattern) => {
    const matcher = compileMatcher({ name: 'a', op: '=~', value: pattern });
    const samples = patternSamples(pattern);
    expect(samples.length).toBeGreaterThan(0);
    expect(samples.filter((sample) => !matcher.matches(sample))).toEqual([]);
  });

  test('each branch of an alternation is offered', () => {
    expect(patternSamples('4..|5..')).toEqual(expect.arrayContaining(['400', '500']));
  });

  test.each(['(', '[a', '*a', '\\p{Greek}', '('.repeat(100)])(
    '%s, which is not understood, gives none',
    (pattern) => {
      expect(patternSamples(pattern)).toEqual([]);
    },
  );
});
