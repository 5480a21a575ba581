import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchersOf, parseMatcher, parseMatchers, printMatcher } from './matcher-text.ts';

test('every matcher is read back as it was written', () => {
  const matcher = fc.record({
    name: fc.stringMatching(/^[a-zA-Z_][\w.:/ -]{0,8}$/).map((name) => name.replaceAll(' ', '_')),
    value: fc.string({ unit: 'binary' }),
    isRegex: fc.boolean(),
    isEqual: fc.boolean(),
  });
  fc.assert(
    fc.property(matcher, (one) => {
      expect(parseMatcher(printMatcher(one))).toEqual(one);
    }),
  );
});

test.each([
  ['job=shop', { name: 'job', value: 'shop', isRegex: false, isEqual: true }],
  [' route !~ /api/.* ', { name: 'route', value: '/api/.*', isRegex: true, isEqual: false }],
  ['a=""', { name: 'a', value: '', isRegex: false, isEqual: true }],
  ['job', undefined],
  ['="x"', undefined],
  ['a="unclosed', undefined],
])('%s', (text, expected) => {
  expect(parseMatcher(text)).toEqual(expected);
});

test('of several lines the first that is wrong is named', () => {
  expect(parseMatchers('a=b\n\n c!=d \n')).toMatchObject({
    matchers: [{ name: 'a' }, { name: 'c' }],
    fault: '',
  });
  expect(parseMatchers('a=b\nnonsense').fault).toMatch(/^nonsense is no matcher/);
});

test('an alert is matched by its labels, its name first', () => {
  expect(matchersOf({ job: 'shop', alertname: 'Slow' }).map(printMatcher)).toEqual([
    'alertname="Slow"',
    'job="shop"',
  ]);
});
