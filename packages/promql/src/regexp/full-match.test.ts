import * as fc from 'fast-check';
import { RE2JS } from 're2js';
import { expect, test } from 'vitest';
import { compileMatcher, matchersOf } from './compile-matcher.ts';
import { fastPattern } from './fast-pattern.ts';

const piece = fc.constantFrom(
  'a',
  'b',
  'ab',
  '5',
  '0',
  '-',
  '/',
  '_',
  ' ',
  '.',
  '.',
  '.*',
  '.+',
  '|',
  '(',
  ')',
  String.raw`\.`,
  String.raw`\|`,
  '\\\\',
  '?',
  '*',
  '+',
  '[',
  '{2}',
  '^',
  '$',
  'é',
  '💡',
);
const pattern = fc.array(piece, { maxLength: 6 }).map((pieces) => pieces.join(''));
const shaped = fc
  .tuple(
    fc.constantFrom('', '.*', '.+'),
    fc.array(fc.constantFrom('a', 'b', '5', String.raw`\.`, '.', '|'), { maxLength: 4 }),
    fc.constantFrom('', '.*', '.+'),
    fc.boolean(),
  )
  .map(([head, middle, tail, grouped]) =>
    grouped ? `(${head}${middle.join('')}${tail})` : head + middle.join('') + tail,
  );
const value = fc
  .array(fc.constantFrom('a', 'b', 'ab', '5', '0', '.', '|', '\\', '\n', '-', '', 'é', '💡', '\ud800'), {
    maxLength: 5,
  })
  .map((parts) => parts.join(''));

test('where a pattern needs no engine, the answer is that of the engine', () => {
  let recognised = 0;
  fc.assert(
    fc.property(
      fc.oneof(pattern, shaped),
      fc.array(value, { minLength: 1, maxLength: 8 }),
      (text, values) => {
        const fast = fastPattern(text);
        if (!fast) return;
        recognised++;
        const engine = RE2JS.compile(text, RE2JS.DOTALL);
        for (const candidate of values)
          expect([candidate, fast(candidate)]).toEqual([candidate, engine.matches(candidate)]);
      },
    ),
    { numRuns: 3000 },
  );
  expect(recognised).toBeGreaterThan(500);
});

test.each([
  '.*',
  '.+',
  'a',
  'a|b|c',
  '(a|b)',
  'api/.*',
  '.*x',
  '.*mid.*',
  '5..',
  '1|2|3',
  String.raw`10\.0\.0\.1`,
])('the common pattern %s needs no engine', (text) => {
  expect(fastPattern(text)).toBeTypeOf('function');
});

test('a pattern must match the whole value, and a dot matches a newline', () => {
  const matches = (op: '=~' | '!~', text: string, candidate: string): boolean =>
    compileMatcher({ name: 'a', op, value: text }).matches(candidate);
  expect(matches('=~', 'a[bc]', 'xab')).toBe(false);
  expect(matches('=~', 'a|b', 'ab')).toBe(false);
  expect(matches('=~', '(?i:PRO).*', 'production\nx')).toBe(true);
  expect(matches('=~', 'a.b', 'a\nb')).toBe(true);
  expect(matches('!~', '', '')).toBe(false);
  expect(matches('=~', 'x*', '')).toBe(true);
});

test('a pattern that would take a backtracking engine forever is answered at once', () => {
  const matcher = compileMatcher({ name: 'a', op: '=~', value: '(a+)+$|(a|aa)+b' });
  expect(matcher.matches(`${'a'.repeat(5000)}!`)).toBe(false);
});

test('a pattern that RE2 does not know is refused with its reason', () => {
  expect(() => compileMatcher({ name: 'a', op: '=~', value: '(?=x)' })).toThrow(/bad regular expression/);
  expect(() => compileMatcher({ name: 'a', op: '!~', value: String.raw`(a)\1` })).toThrow(
    expect.objectContaining({ code: 'TT_QUERY_SYNTAX' }),
  );
});

test('the metric name of a selector is a matcher like the others', () => {
  const matchers = [{ name: 'job', op: '=~' as const, value: 'a|b' }];
  expect(matchersOf({ kind: 'vector', metric: 'up', matchers })).toEqual([
    { name: '__name__', op: '=', value: 'up' },
    ...matchers,
  ]);
  expect(matchersOf({ kind: 'vector', matchers })).toEqual(matchers);
});
