import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchersOf, parseMatcher, parseMatchers, printMatcher } from './matcher-text.ts';

const MATCHERS = fc.record({
  name: fc.string({ unit: 'binary', minLength: 1 }),
  value: fc.string({ unit: 'binary' }),
  isRegex: fc.boolean(),
  isEqual: fc.boolean(),
});

test('every matcher is read back as it was written', () => {
  fc.assert(
    fc.property(MATCHERS, (one) => {
      expect(parseMatcher(printMatcher(one))).toEqual(one);
    }),
  );
});

test('matchers stand one a line, whatever is in them', () => {
  fc.assert(
    fc.property(fc.array(MATCHERS, { maxLength: 4 }), (matchers) => {
      expect(parseMatchers(matchers.map(printMatcher).join('\n'))).toEqual({ matchers, fault: '' });
    }),
  );
});

test.each([
  ['job=shop', { name: 'job', value: 'shop', isRegex: false, isEqual: true }],
  [' route !~ /api/.* ', { name: 'route', value: '/api/.*', isRegex: true, isEqual: false }],
  ['a=""', { name: 'a', value: '', isRegex: false, isEqual: true }],
  ['"http route"="/x"', { name: 'http route', value: '/x', isRegex: false, isEqual: true }],
  ['"a=b"=c', { name: 'a=b', value: 'c', isRegex: false, isEqual: true }],
  ['"say \\"hi\\""!="x"', { name: 'say "hi"', value: 'x', isRegex: false, isEqual: false }],
  ['job', undefined],
  ['http route="/x"', undefined],
  ['""="x"', undefined],
  ['"open="x"', undefined],
  ['{a="b"}', undefined],
  ['="x"', undefined],
  ['a="unclosed', undefined],
])('%s', (text, expected) => {
  expect(parseMatcher(text)).toEqual(expected);
});

test.each([
  ['severity', 'severity="x"'],
  ['http route', '"http route"="x"'],
  ['a=b', '"a=b"="x"'],
  ['http.route', '"http.route"="x"'],
  ['1st', '"1st"="x"'],
])('a label named %s is written so that Alertmanager reads the same', (name, text) => {
  expect(printMatcher({ name, value: 'x', isRegex: false, isEqual: true })).toBe(text);
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
