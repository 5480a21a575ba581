import type { Matcher } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseMatchers } from './parse-matcher.ts';
import { printAlertmanagerMatcher } from './print-alertmanager-config.ts';

function matchersIn(text: string): readonly Matcher[] {
  const parsed = parseMatchers(text);
  if (parsed.kind === 'fault') throw new Error(parsed.message);
  return parsed.matchers;
}

describe('parseMatchers', () => {
  it.each([
    ['severity="page"', [['severity', '=', 'page']]],
    ['severity=page', [['severity', '=', 'page']]],
    [' severity =~ "a|b" ', [['severity', '=~', 'a|b']]],
    [
      'a!=b, c !~ "d,e"',
      [
        ['a', '!=', 'b'],
        ['c', '!~', 'd,e'],
      ],
    ],
    [
      '{a="b",c="",}',
      [
        ['a', '=', 'b'],
        ['c', '=', ''],
      ],
    ],
    ['{}', []],
    ['a=~x{2}', [['a', '=~', 'x{2}']]],
    ['a=', [['a', '=', '']]],
    ['"my label"="ü"', [['my label', '=', 'ü']]],
    ['a="\\"\\\\\\n"', [['a', '=', '"\\\n']]],
  ])('%s', (text, expected) => {
    expect(matchersIn(text).map(({ name, op, value }) => [name, op, value])).toEqual(expected);
  });

  it.each([
    ['severity', 'expected one of =, !=, =~ and !~', 8],
    ['="page"', 'expected the name of a label', 0],
    ['{a="b"', 'the brace is not closed', 0],
    ['a="b" c="d"', "expected a comma, not 'c'", 6],
    ['a="b', "expected a comma, not '\"'", 2],
    ['', 'expected the name of a label', 0],
  ])('%s is none', (text, message, offset) => {
    expect(parseMatchers(text)).toEqual({ kind: 'fault', message, offset });
  });

  it('reads back every matcher that is printed', () => {
    const name = fc.oneof(fc.stringMatching(/^[a-z_]\w{0,5}$/), fc.constant('a b'));
    const op = fc.constantFrom('=' as const, '!=' as const, '=~' as const, '!~' as const);
    const matcher = fc.record({ name, op, value: fc.string() });
    fc.assert(
      fc.property(fc.array(matcher, { minLength: 1, maxLength: 3 }), (matchers) => {
        expect(matchersIn(matchers.map(printAlertmanagerMatcher).join(','))).toEqual(matchers);
      }),
    );
  });
});
