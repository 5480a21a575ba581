import { LabelSet } from '@telltale/model';
import type { CompiledMatcher } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalTo, noneOf, notEqualTo, oneOf } from '../../test/matchers.ts';
import { LabelIndex } from './label-index.ts';

const names = ['__name__', 'job', '__proto__', 'constructor'];
const value = fc.constantFrom('', 'a', 'b', 'toString', '😀');
const labelSet = fc
  .dictionary(fc.constantFrom(...names), value, { noNullPrototype: false })
  .map((labels) => LabelSet.from(Object.entries(labels)));
const matcher: fc.Arbitrary<CompiledMatcher> = fc.oneof(
  fc
    .tuple(fc.constantFrom(equalTo, notEqualTo), fc.constantFrom(...names, 'none'), value)
    .map(([make, name, text]) => make(name, text)),
  fc
    .tuple(fc.constantFrom(oneOf, noneOf), fc.constantFrom(...names, 'none'), fc.uniqueArray(value))
    .map(([make, name, texts]) => make(name, texts)),
);

describe('the label index', () => {
  it('selects what asking every series that was not removed would select', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(labelSet, { selector: ({ key }) => key }),
        fc.array(matcher),
        fc.func(fc.boolean()),
        (sets, matchers, isGone) => {
          const index = new LabelIndex();
          sets.forEach((labels, i) => index.add(i * 3 + 1, labels));
          const gone = sets.flatMap((_, i) => (isGone(i) ? [i * 3 + 1] : []));
          index.remove(gone);
          const expected = sets.flatMap((labels, i) =>
            !isGone(i) && matchers.every((matcher) => matcher.matches(labels.get(matcher.name)))
              ? [i * 3 + 1]
              : [],
          );
          expect(index.matching(matchers)).toEqual(expected);
          expect(sets.filter((labels) => index.idOf(labels) !== undefined)).toHaveLength(index.size);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('finds a label set by its labels, whatever object carries them', () => {
    const index = new LabelIndex();
    index.add(5, LabelSet.of({ job: 'shop', __name__: 'up' }));
    expect(index.idOf(LabelSet.of({ __name__: 'up', job: 'shop' }))).toBe(5);
    expect(index.idOf(LabelSet.of({ __name__: 'up' }))).toBeUndefined();
    expect(() => index.labelsOf(6)).toThrow(RangeError);
  });
});
