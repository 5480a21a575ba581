import { LabelSet } from '@telltale/model';
import type { CompiledMatcher } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equalTo, noneOf, notEqualTo, oneOf } from '../../test/matchers.ts';
import { printLabels } from '../wal/record.ts';
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
  it('selects what asking every series that was not removed would select', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(labelSet, { selector: ({ key }) => key }),
        fc.array(matcher),
        fc.func(fc.boolean()),
        fc.nat(4),
        async (sets, matchers, isGone, stored) => {
          const index = new LabelIndex();
          sets.forEach((labels, i) => {
            if (i < stored) index.addStored(i * 3 + 1, printLabels(labels));
            else index.add(i * 3 + 1, labels);
          });
          // What is remembered of the first question must not stay when series come and go.
          await index.matching(matchers);
          const gone = sets.flatMap((_, i) => (isGone(i) ? [i * 3 + 1] : []));
          index.remove(gone);
          const expected = sets.flatMap((labels, i) =>
            !isGone(i) && matchers.every((matcher) => matcher.matches(labels.get(matcher.name)))
              ? [i * 3 + 1]
              : [],
          );
          expect(await index.matching(matchers)).toEqual(expected);
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

  it('asks a pattern for each value once, and then for new values only', async () => {
    const index = new LabelIndex();
    const asked: string[] = [];
    const pattern: CompiledMatcher = {
      name: 'pod',
      op: '=~',
      value: 'a.*',
      matches: (value) => {
        asked.push(value);
        return value.startsWith('a');
      },
    };
    const add = (id: number, pod: string): void => index.add(id, LabelSet.of({ pod }));
    ['a1', 'b1', 'a2'].forEach((pod, i) => add(i, pod));
    expect(await index.matching([pattern])).toEqual([0, 2]);
    add(3, 'a3');
    add(4, 'b1');
    asked.length = 0;
    expect(await index.matching([pattern])).toEqual([0, 2, 3]);
    expect(asked).toEqual(['', 'a3']);
    index.remove([0, 3]);
    expect(await index.matching([pattern])).toEqual([2]);
  });

  it('gives other work its turns while it asks a slow pattern for very many values', async () => {
    const index = new LabelIndex();
    for (let id = 0; id < 2000; id++) index.add(id, LabelSet.of({ pod: `pod-${id}` }));
    const untilMs = (ms: number): void => {
      const startedMs = performance.now();
      while (performance.now() - startedMs < ms);
    };
    let turns = 0;
    const other = setInterval(() => turns++, 1);
    const slow = { name: 'pod', op: '=~', value: 'x', matches: () => (untilMs(0.02), true) } as const;
    const controller = new AbortController();
    expect(await index.matching([slow], undefined, controller.signal)).toHaveLength(2000);
    expect(turns).toBeGreaterThan(1);
    clearInterval(other);
    const another = index.matching([{ ...slow, value: 'y' }], undefined, controller.signal);
    controller.abort(new Error('enough'));
    await expect(another).rejects.toThrow('enough');
  });
});
