import fc from 'fast-check';
import { LabelSet } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import { expect, test } from 'vitest';
import { createMatcherIndex, matchesAll } from './matcher-index.ts';

const name = fc.constantFrom('alertname', 'a', '__proto__');
const matchers = fc
  .array(
    fc.record({
      name,
      op: fc.constantFrom('=' as const, '!=' as const, '=~' as const, '!~' as const),
      value: fc.constantFrom('', 'x', 'y', 'x|y'),
    }),
    { maxLength: 3 },
  )
  .map((list) => list.map(compileMatcher));
const labels = fc
  .array(fc.tuple(name, fc.constantFrom('', 'x', 'y', 'constructor')), { maxLength: 3 })
  .map((pairs) => LabelSet.from(pairs));
const change = fc.record({ item: fc.nat(5), matchers: fc.option(matchers) });

test('an index finds what a look at every item finds, after any additions, changes and removals', () => {
  fc.assert(
    fc.property(fc.array(change, { maxLength: 15 }), fc.array(labels, { maxLength: 5 }), (changes, sets) => {
      const index = createMatcherIndex<number>();
      const items = new Map<number, Parameters<typeof index.add>[0]>();
      for (const { item, matchers } of changes) {
        if (matchers) {
          index.add(matchers, item);
          items.set(item, matchers);
        } else {
          index.delete(item);
          items.delete(item);
        }
      }
      for (const set of sets) {
        const expected = [...items].filter(([, list]) => matchesAll(list, set)).map(([item]) => item);
        expect(new Set(index.matching(set))).toEqual(new Set(expected));
        expect(index.matching(set)).toHaveLength(expected.length);
      }
    }),
    { numRuns: 300 },
  );
});
