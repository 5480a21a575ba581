import fc from 'fast-check';
import { LabelSet } from '@telltale/model';
import type { Inhibition, Matcher } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import { expect, test } from 'vitest';
import type { StoredAlert } from '../alerts/alert-update.ts';
import { createInhibitor } from './inhibitor.ts';

const NOW = 1000;

function stored(labels: Record<string, string>, endsAtMs: number): StoredAlert {
  const set = LabelSet.of(labels);
  const update = { labels: set, annotations: {}, startsAtMs: 0, endsAtMs, generatorUrl: '' };
  return { update, fingerprint: set.key, receivedAtMs: 0 };
}

const name = fc.constantFrom('a', 'b', 'c');
const value = fc.constantFrom('', 'x', 'y');
const matcher: fc.Arbitrary<Matcher> = fc.record({
  name,
  op: fc.constantFrom('=', '!=', '=~', '!~'),
  value: fc.constantFrom('', 'x', 'y', 'x|y', '.*'),
});
const inhibition: fc.Arbitrary<Inhibition> = fc.record({
  source: fc.array(matcher, { maxLength: 2 }),
  target: fc.array(matcher, { maxLength: 2 }),
  equal: fc.uniqueArray(name, { maxLength: 2 }),
});
const alert = fc
  .tuple(fc.record({ a: value, b: value, c: value }), fc.constantFrom(NOW - 1, NOW, NOW + 1))
  .map(([labels, endsAtMs]) => stored(labels, endsAtMs));

/** Every rule against every alert, from Alertmanager's documentation. */
function isInhibited(
  target: LabelSet,
  rules: readonly Inhibition[],
  alerts: readonly StoredAlert[],
): boolean {
  const takes = (matchers: readonly Matcher[], labels: LabelSet) =>
    matchers.every((one) => compileMatcher(one).matches(labels.get(one.name)));
  return rules.some(
    (rule) =>
      takes(rule.target, target) &&
      alerts.some(({ update: { labels, endsAtMs } }) => {
        const areBothOnBothSides = takes(rule.source, target) && takes(rule.target, labels);
        const areEqual = rule.equal.every((label) => labels.get(label) === target.get(label));
        return endsAtMs > NOW && takes(rule.source, labels) && areEqual && !areBothOnBothSides;
      }),
  );
}

test('any alerts are inhibited as a look at every rule and every alert says, also after changes', () => {
  fc.assert(
    fc.property(
      fc.array(inhibition, { maxLength: 4 }),
      fc.array(alert, { maxLength: 12 }),
      fc.array(fc.nat(11), { maxLength: 3 }),
      (rules, updates, forgotten) => {
        const inhibitor = createInhibitor(rules);
        const known = new Map<string, StoredAlert>();
        for (const update of updates) {
          inhibitor.update(update);
          known.set(update.fingerprint, update);
        }
        for (const index of forgotten) {
          const gone = [...known.values()][index];
          if (!gone) continue;
          inhibitor.forget(gone);
          known.delete(gone.fingerprint);
        }
        for (const { update } of updates) {
          const expected = isInhibited(update.labels, rules, [...known.values()]);
          expect(inhibitor.inhibitedBy(update.labels, NOW).length > 0).toBe(expected);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test('the alert that inhibits is named', () => {
  const inhibitor = createInhibitor([
    {
      source: [{ name: 'a', op: '=', value: 'x' }],
      target: [{ name: 'a', op: '=', value: 'y' }],
      equal: [],
    },
  ]);
  const source = stored({ a: 'x' }, NOW + 1);
  inhibitor.update(source);
  expect(inhibitor.inhibitedBy(LabelSet.of({ a: 'y' }), NOW)).toEqual([source.fingerprint]);
});

test('labels named like properties of objects are ordinary labels', () => {
  const inhibitor = createInhibitor([
    {
      source: [{ name: '__proto__', op: '=', value: 'constructor' }],
      target: [{ name: 'toString', op: '=', value: '__proto__' }],
      equal: ['__proto__', 'hasOwnProperty'],
    },
  ]);
  const both = JSON.parse('{"__proto__":"constructor","toString":"__proto__"}');
  inhibitor.update(stored(JSON.parse('{"__proto__":"constructor"}'), NOW + 1));
  expect(inhibitor.inhibitedBy(LabelSet.of(both), NOW)).toHaveLength(1);
});
