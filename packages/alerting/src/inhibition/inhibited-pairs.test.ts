import fc from 'fast-check';
import { LabelSet } from '@telltale/model';
import type { Inhibition, Matcher } from '@telltale/model';
import { expect, test } from 'vitest';
import { inhibitedPairs } from './inhibited-pairs.ts';
import { createInhibitor } from './inhibitor.ts';

const CRITICAL_MUTES_WARNING: Inhibition = {
  source: [{ name: 'severity', op: '=', value: 'critical' }],
  target: [{ name: 'severity', op: '=', value: 'warning' }],
  equal: ['job'],
};

test('an alert mutes those of the same labels, and no others', () => {
  const alerts = [
    LabelSet.of({ alertname: 'Down', severity: 'critical', job: 'shop' }),
    LabelSet.of({ alertname: 'Slow', severity: 'warning', job: 'shop' }),
    LabelSet.of({ alertname: 'Slow', severity: 'warning', job: 'mail' }),
  ];
  expect(inhibitedPairs(CRITICAL_MUTES_WARNING, alerts, 10)).toEqual([
    { source: alerts[0], target: alerts[1] },
  ]);
  expect(inhibitedPairs(CRITICAL_MUTES_WARNING, alerts, 0)).toEqual([]);
});

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
const labels = fc.record({ a: value, b: value, c: value }).map((record) => LabelSet.of(record));

test('of any alerts those have a pair that the notifier mutes', () => {
  const distinct = fc.uniqueArray(labels, { maxLength: 10, selector: (set) => set.key });
  fc.assert(
    fc.property(inhibition, distinct, (rule, alerts) => {
      const inhibitor = createInhibitor([rule]);
      for (const set of alerts) {
        const update = { labels: set, annotations: {}, startsAtMs: 0, endsAtMs: 2, generatorUrl: '' };
        inhibitor.update({ update, fingerprint: set.key, receivedAtMs: 0 });
      }
      const muted = alerts.filter((set) => inhibitor.inhibitedBy(set, 1).length > 0);
      const pairs = inhibitedPairs(rule, alerts, Infinity);
      expect(pairs.map(({ target }) => target)).toEqual(muted);
    }),
  );
});
