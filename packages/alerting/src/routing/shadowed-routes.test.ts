import type { Matcher, MatchOperator, Route } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileRouteTree, matchRoutes } from './route-tree.ts';
import { shadowedRoutes } from './shadowed-routes.ts';

function route(receiver: string, matchers: readonly Matcher[], options: Partial<Route> = {}): Route {
  const waits = { groupWaitMs: 1, groupIntervalMs: 1, repeatIntervalMs: 1 };
  return { receiver, matchers, continue: false, groupBy: [], ...waits, routes: [], ...options };
}

const matcher = (name: string, op: MatchOperator, value: string): Matcher => ({ name, op, value });
const page = matcher('severity', '=', 'page');

const shadowed = (routes: readonly Route[], root: Partial<Route> = {}): readonly string[] =>
  shadowedRoutes(route('root', [], { routes, ...root })).map(
    (pair) => `${pair.route.receiver} by ${pair.takenBy.receiver}`,
  );

describe('shadowedRoutes', () => {
  it.each([
    ['the same matchers', [page], [page], ['b by a']],
    ['fewer matchers first', [page], [page, matcher('team', '=', 'db')], ['b by a']],
    ['no matchers first', [], [page], ['b by a']],
    ['an expression that has the value', [matcher('severity', '=~', 'page|ticket')], [page], ['b by a']],
    ['another value excluded', [matcher('severity', '!=', 'info')], [page], ['b by a']],
    ['everything', [matcher('x', '=~', '.*')], [page], ['b by a']],
    ['a label that may be missing', [matcher('x', '=~', '.+')], [page], []],
    ['more matchers first', [page, matcher('team', '=', 'db')], [page], []],
    ['another value', [matcher('severity', '=', 'ticket')], [page], []],
    ['two expressions', [matcher('a', '=~', 'x|y')], [matcher('a', '=~', 'x')], []],
  ])('%s', (_, first, second, expected) => {
    expect(shadowed([route('a', first), route('b', second)])).toEqual(expected);
  });

  it('a route that continues hides nothing', () => {
    expect(shadowed([route('a', [page], { continue: true }), route('b', [page])])).toEqual([]);
  });

  it('matchers of the routes above count, too', () => {
    const inner = [route('a', [page]), route('b', [])];
    expect(shadowed([route('outer', [page], { routes: inner })])).toEqual(['b by a']);
  });

  it('no alert ever reaches a route that is said to be hidden', () => {
    const anyMatcher = fc.record({
      name: fc.constantFrom('a', 'b'),
      op: fc.constantFrom('=' as const, '!=' as const, '=~' as const, '!~' as const),
      value: fc.constantFrom('', 'x', 'y', 'x|y', '.*'),
    });
    const matchers = fc.array(anyMatcher, { maxLength: 2 });
    const siblings = fc.array(fc.tuple(matchers, fc.boolean()), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(siblings, (list) => {
        const routes = list.map(([own, goesOn], index) => route(`r${index}`, own, { continue: goesOn }));
        const root = route('root', [], { routes });
        const hidden = new Set(shadowedRoutes(root).map((pair) => pair.route));
        const tree = compileRouteTree(root, {
          receivers: new Set(['root', ...routes.map(({ receiver }) => receiver)]),
          timeIntervals: new Set(),
        });
        for (const a of ['', 'x', 'y', 'z']) {
          for (const b of ['', 'x', 'y', 'z']) {
            const reached = matchRoutes(tree, LabelSet.of({ a, b })).map((node) => node.route);
            expect(reached.filter((one) => hidden.has(one))).toEqual([]);
          }
        }
      }),
      { numRuns: 200 },
    );
  });
});
