import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabelSet, compareLabelSets } from './label-set.ts';

const entries = fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 6 });

describe('label set', () => {
  test('the order in which labels are given does not matter', () => {
    fc.assert(
      fc.property(entries, (pairs) => {
        const unique = [...new Map(pairs)];
        const [a, b] = [LabelSet.from(unique), LabelSet.from(unique.toReversed())];
        expect(a.key).toBe(b.key);
        expect(a.equals(b)).toBe(true);
        expect(compareLabelSets(a, b)).toBe(0);
      }),
    );
  });

  test('different labels never have the same key, whatever they contain', () => {
    fc.assert(
      fc.property(entries, entries, (first, second) => {
        const [a, b] = [LabelSet.from(first), LabelSet.from(second)];
        const isSame = JSON.stringify([...a.entries()]) === JSON.stringify([...b.entries()]);
        expect(a.key === b.key).toBe(isSame);
      }),
    );
  });

  test('an empty value is a missing label', () => {
    const labels = LabelSet.of({ a: '', b: 'x' });
    expect([labels.size, labels.has('a'), labels.get('a')]).toEqual([1, false, '']);
    expect(LabelSet.of({ a: '' })).toBe(LabelSet.empty);
  });

  test('names of object internals are label names like any other', () => {
    const labels = LabelSet.from([
      ['__proto__', 'p'],
      ['constructor', 'c'],
    ]);
    expect([labels.get('__proto__'), labels.get('constructor'), labels.get('toString')]).toEqual([
      'p',
      'c',
      '',
    ]);
    expect(Object.keys(labels.toObject())).toEqual(['__proto__', 'constructor']);
    expect(JSON.stringify(labels)).toBe('{"__proto__":"p","constructor":"c"}');
  });

  test('copies with and without labels leave the original alone', () => {
    const labels = LabelSet.of({ __name__: 'up', job: 'a', instance: 'b' });
    expect(labels.with({ job: 'c', zone: 'd' }).toString()).toBe('up{instance="b", job="c", zone="d"}');
    expect(labels.with({ job: '' }).toString()).toBe('up{instance="b"}');
    expect(labels.withoutName().toString()).toBe('{instance="b", job="a"}');
    expect(labels.only(['job', 'zone']).toString()).toBe('{job="a"}');
    expect(labels.without(['job', 'zone']).toString()).toBe('up{instance="b"}');
    expect(labels.toString()).toBe('up{instance="b", job="a"}');
  });

  test('sets are ordered by name, then value, and a shorter one comes first', () => {
    const all: Record<string, string>[] = [{ b: '1' }, { a: '2' }, { a: '1', b: '1' }, { a: '1' }];
    const sets = all.map((labels) => LabelSet.of(labels));
    expect(sets.sort(compareLabelSets).map(String)).toEqual([
      '{a="1"}',
      '{a="1", b="1"}',
      '{a="2"}',
      '{b="1"}',
    ]);
  });
});
