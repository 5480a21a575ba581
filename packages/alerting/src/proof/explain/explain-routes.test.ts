import fc from 'fast-check';
import { LabelSet } from '@telltale/model';
import type { Route } from '@telltale/model';
import { expect, test } from 'vitest';
import { explainRoutes } from './explain-routes.ts';
import { compileRouteTree, matchRoutes } from '../../routing/route-tree.ts';

const NAMES = ['a', 'b', 'c'];
const receivers = NAMES.map((name) => ({
  name,
  kind: 'webhook' as const,
  url: 'http://127.0.0.1:1',
  sendResolved: true,
}));

function route(receiver: string, rest: Partial<Route> = {}): Route {
  const waits = { groupWaitMs: 0, groupIntervalMs: 1000, repeatIntervalMs: 1000 };
  return { receiver, matchers: [], continue: false, groupBy: [], ...waits, routes: [], ...rest };
}

test('each node says what became of the alert there, in the order of the tree', () => {
  const root = route('a', {
    routes: [
      route('b', {
        matchers: [{ name: 'team', op: '=', value: 'shop' }],
        routes: [route('c', { matchers: [{ name: 'severity', op: '=', value: 'critical' }] })],
      }),
      route('c', { matchers: [{ name: 'team', op: '=~', value: '.+' }] }),
    ],
  });
  const steps = explainRoutes(
    { route: root, receivers },
    LabelSet.of({ team: 'shop', severity: 'warning' }),
    0,
  );
  expect(
    steps.map(({ depth, outcome, isTold, failedMatcher }) => [depth, outcome, isTold, failedMatcher?.name]),
  ).toEqual([
    [0, 'matches', false, undefined],
    [1, 'matches', true, undefined],
    [2, 'does-not-match', false, 'severity'],
    [1, 'not-asked', false, undefined],
  ]);
});

test('a route that is mute now names the time because of which it is', () => {
  const always = [{ times: [{ fromMinute: 0, toMinute: 1440 }] }];
  const root = route('a', {
    routes: [route('b', { muteTimeIntervals: ['holidays'] }), route('c', { activeTimeIntervals: ['never'] })],
  });
  const timeIntervals = [
    { name: 'holidays', windows: always },
    { name: 'never', windows: [] },
  ];
  const steps = explainRoutes({ route: root, receivers, timeIntervals }, LabelSet.empty, 0);
  expect(steps.map(({ mutedBy }) => mutedBy)).toEqual([[], ['holidays'], []]);
});

const matcher = fc.record({
  name: fc.constantFrom('x', 'y', '__proto__'),
  op: fc.constantFrom('=', '!=', '=~', '!~'),
  value: fc.constantFrom('', '1', '2'),
});

function treeOf(depth: number): fc.Arbitrary<Route> {
  return fc
    .record({
      receiver: fc.constantFrom(...NAMES),
      matchers: fc.array(matcher, { maxLength: 2 }),
      continue: fc.boolean(),
      routes: depth === 0 ? fc.constant([]) : fc.array(treeOf(depth - 1), { maxLength: 3 }),
    })
    .map(({ receiver, ...rest }) => route(receiver, rest));
}

test('those that are told are those that the walk takes, on any tree; every node is there once', () => {
  const value = fc.constantFrom('', '1', '2', '3');
  const labels = fc.array(fc.tuple(fc.constantFrom('x', 'y', '__proto__'), value), { maxLength: 3 });
  const countOf = ({ routes }: Route): number => routes.reduce((sum, child) => sum + countOf(child), 1);
  fc.assert(
    fc.property(fc.array(treeOf(2), { maxLength: 3 }), labels, (routes, entries) => {
      const whole = route('a', { routes });
      const set = LabelSet.from(entries);
      const steps = explainRoutes({ route: whole, receivers }, set, 0);
      const names = { receivers: new Set(NAMES), timeIntervals: new Set<string>() };
      const taken = matchRoutes(compileRouteTree(whole, names), set);
      expect(steps.filter(({ isTold }) => isTold).map((step) => step.route)).toEqual(
        taken.map((node) => node.route),
      );
      expect(steps).toHaveLength(countOf(whole));
    }),
  );
});
