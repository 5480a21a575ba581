import type { Grouping } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { GroupIndex } from './group-index.ts';
import { groupLabels } from './group-labels.ts';

const names = fc.constantFrom('__name__', '__proto__', 'a', 'b', 'c');
const value = fc.constantFrom('', '1', '11', '__proto__');
const labels = fc
  .uniqueArray(fc.tuple(names, value), { selector: ([name]) => name })
  .map((entries) => LabelSet.from(entries));
const grouping: fc.Arbitrary<Grouping | undefined> = fc.option(
  fc.record({ mode: fc.constantFrom('by', 'without'), labels: fc.array(names) }),
  { nil: undefined },
);

test('series are of one group exactly when their grouped labels are the same', () => {
  fc.assert(
    fc.property(grouping, fc.array(labels), (grouped, sets) => {
      const index = new GroupIndex(grouped, (own) => ({ own }));
      const found = sets.map((set) => index.of(set).own.key);
      const expected = sets.map((set) => groupLabels(set, grouped).key);
      expect(found).toEqual(expected);
      expect(index.all.map(({ own }) => own.key)).toEqual([...new Set(expected)]);
    }),
  );
});
