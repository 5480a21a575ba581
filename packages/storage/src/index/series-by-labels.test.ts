import { LabelSet } from '@telltale/model';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SeriesByLabels } from './series-by-labels.ts';

const text = fc.constantFrom('a', 'b', 'ab', '__proto__', '😀');
const labelSet = fc.array(fc.tuple(text, text), { maxLength: 3 }).map((pairs) => LabelSet.from(pairs));

it('finds each series that is there by labels that are equal to its own, and no other', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(labelSet, fc.boolean())), fc.boolean(), (steps, isOneNumber) => {
      // All labels have the same number where nothing is mixed into it.
      const imul = Math.imul;
      if (isOneNumber) Math.imul = () => 0;
      try {
        const labels: LabelSet[] = [];
        const byLabels = new SeriesByLabels((id) => labels[id]);
        const expected = new Map<string, number>();
        for (const [set, isAdded] of steps) {
          const known = expected.get(set.key);
          expect(byLabels.find(set)).toBe(known);
          if (isAdded && known === undefined) {
            byLabels.add(labels.push(set) - 1, set);
            expected.set(set.key, labels.length - 1);
          } else if (!isAdded && known !== undefined) {
            byLabels.remove(known, set);
            expected.delete(set.key);
          }
        }
        for (const [set] of steps) expect(byLabels.find(set)).toBe(expected.get(set.key));
      } finally {
        Math.imul = imul;
      }
    }),
  );
});
