import fc from 'fast-check';
import { LabelSet } from '@telltale/model';
import type { Matcher, Route } from '@telltale/model';
import { describe, expect, test } from 'vitest';
import { compileRouteTree, groupLabelsOf, matchRoutes } from './route-tree.ts';

const RECEIVERS = ['a', 'b', 'c', 'd', 'e', 'f'];

function route(receiver: string, rest: Partial<Route> = {}): Route {
  return {
    receiver,
    matchers: [],
    continue: false,
    groupBy: ['alertname'],
    groupWaitMs: 0,
    groupIntervalMs: 1000,
    repeatIntervalMs: 1000,
    routes: [],
    ...rest,
  };
}

function equal(name: string, value: string): Matcher {
  return { name, op: '=', value };
}

function namesOf(timeIntervals: readonly string[] = []) {
  return { receivers: new Set(['r', ...RECEIVERS]), timeIntervals: new Set(timeIntervals) };
}

function receiversFor(root: Route, labels: Record<string, string>): readonly string[] {
  return matchRoutes(compileRouteTree(root, namesOf()), LabelSet.of(labels)).map(
    (node) => node.route.receiver,
  );
}

describe('the routing tree', () => {
  const root = route('r', {
    routes: [
      route('a', {
        matchers: [equal('team', 'a')],
        routes: [route('b', { matchers: [equal('severity', 'page')] })],
      }),
      route('c', { matchers: [{ name: 'team', op: '=~', value: 'a|c' }], continue: true }),
      route('d', { matchers: [{ name: 'severity', op: '!=', value: '' }] }),
    ],
  });

  test.each([
    ['the deepest match takes the alert', { team: 'a', severity: 'page' }, ['b']],
    ['a parent takes what its children do not', { team: 'a', severity: 'ticket' }, ['a']],
    ['continue lets later siblings take it too', { team: 'c', severity: 'page' }, ['c', 'd']],
    ['what nobody takes stays with the root', { team: 'x' }, ['r']],
  ])('%s', (_, labels, expected) => {
    expect(receiversFor(root, labels)).toEqual(expected);
  });

  test('a regular expression has to match the whole value', () => {
    expect(receiversFor(root, { team: 'cc' })).toEqual(['r']);
  });

  test('a node is named by the matchers on its way, in the order of Alertmanager', () => {
    const matchers = [
      { name: 'b', op: '!=', value: 'x' },
      { name: 'a', op: '=~', value: 'x' },
      { name: 'a', op: '=', value: 'x' },
    ] as const;
    const tree = route('r', { routes: [route('a', { matchers }), route('a', { matchers })] });
    const keys = compileRouteTree(tree, namesOf()).children.map(({ key }) => key);
    // Two routes that take the same alerts must not share what was told.
    expect(keys).toEqual(['{}/{a="x",a=~"x",b!="x"}', '{}/{a="x",a=~"x",b!="x"}#2']);
  });

  test('a receiver that does not exist is refused by name', () => {
    const tree = route('r', { routes: [route('nobody')] });
    expect(() => compileRouteTree(tree, namesOf())).toThrow(/"nobody"/);
  });

  test('a root with matchers is refused', () => {
    expect(() => compileRouteTree(route('r', { matchers: [equal('a', 'b')] }), namesOf())).toThrow(/root/);
  });

  test('the walk agrees with a naive model on any tree', () => {
    const matcher = fc.record({
      name: fc.constantFrom('x', 'y', '__proto__'),
      op: fc.constantFrom('=', '!=', '=~', '!~'),
      value: fc.constantFrom('', '1', '2'),
    });
    const treeOf = (depth: number): fc.Arbitrary<Route> =>
      fc
        .record({
          receiver: fc.constantFrom(...RECEIVERS),
          matchers: fc.array(matcher, { maxLength: 2 }),
          continue: fc.boolean(),
          routes: depth === 0 ? fc.constant([]) : fc.array(treeOf(depth - 1), { maxLength: 3 }),
        })
        .map(({ receiver, ...rest }) => route(receiver, rest));
    const value = fc.constantFrom('', '1', '2', '3');
    const labels = fc.array(fc.tuple(fc.constantFrom('x', 'y', '__proto__'), value), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(treeOf(2), { maxLength: 3 }), labels, (routes, entries) => {
        const whole = route('r', { routes });
        const set = LabelSet.from(entries);
        const walked = matchRoutes(compileRouteTree(whole, namesOf()), set);
        expect(walked.map((node) => node.route)).toEqual(naive(whole, set));
      }),
      { numRuns: 200 },
    );
  });
});

/** The rules of the tree word by word: without sharing code or structure with the walk. */
function naive(node: Route, labels: LabelSet): Route[] {
  const isMatch = node.matchers.every(({ name, op, value }) => {
    const isEqual = labels.get(name) === value;
    return op === '=' || op === '=~' ? isEqual : !isEqual;
  });
  if (!isMatch) return [];
  const results = node.routes.map((child) => ({ child, taken: naive(child, labels) }));
  const first = results.findIndex(({ child, taken }) => taken.length > 0 && !child.continue);
  const reached = first === -1 ? results : results.slice(0, first + 1);
  const taken = reached.flatMap((result) => result.taken);
  return taken.length === 0 ? [node] : taken;
}

describe('group labels', () => {
  const labels = LabelSet.of({ alertname: 'A', job: 'j', route: '/a' });

  test('an alert is grouped by the labels it has', () => {
    expect(groupLabelsOf(route('r', { groupBy: ['alertname', 'zone'] }), labels).toObject()).toEqual({
      alertname: 'A',
    });
  });

  test('three dots group by all labels', () => {
    expect(groupLabelsOf(route('r', { groupBy: ['...'] }), labels)).toBe(labels);
  });
});
