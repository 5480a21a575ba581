import { LabelSet } from '@telltale/model';
import { expect, test } from 'vitest';
import { LabelRewrite, rewriteOf } from './label-rewrite.ts';

const noLimit = (): void => {};

test('each text is made once, and the same labels become the same object', () => {
  const made: string[][] = [];
  const rewrite = new LabelRewrite({
    target: 'zone',
    sources: ['host'],
    make: (values) => {
      made.push([...values]);
      return values[0] === 'none' ? undefined : values[0].toUpperCase();
    },
  });
  const a = LabelSet.of({ host: 'a', cpu: '0' });
  const first = rewrite.apply(a, noLimit);
  expect(first.labels.get('zone')).toBe('A');
  expect(rewrite.apply(a, noLimit).labels).toBe(first.labels);
  expect(rewrite.apply(LabelSet.of({ host: 'a', cpu: '1' }), noLimit).labels.get('zone')).toBe('A');
  const none = LabelSet.of({ host: 'none' });
  expect(rewrite.apply(none, noLimit)).toEqual({ labels: none, isSet: false });
  expect(made).toEqual([['a'], ['none']]);
});

test('values of several labels are told apart wherever one ends', () => {
  const rewrite = new LabelRewrite({ target: 'x', sources: ['a', 'b'], make: (values) => values.join('-') });
  const textOf = (a: string, b: string): string =>
    rewrite.apply(LabelSet.of({ a, b }), noLimit).labels.get('x');
  expect([textOf('1,', '2'), textOf('1', ',2'), textOf('', '1,2')]).toEqual(['1,-2', '1-,2', '-1,2']);
});

test('a text that would be too long is never made', () => {
  const rewrite = new LabelRewrite({
    target: 'x',
    sources: ['a'],
    make: ([value], onLength) => {
      onLength(1e9);
      return value;
    },
  });
  const refuse = (length: number): void => {
    throw new Error(`${length} is too much`);
  };
  expect(() => rewrite.apply(LabelSet.of({ a: 'b' }), refuse)).toThrow('too much');
});

test('a rewrite is the same as long as it is used now and then', () => {
  const source = { target: 'x', sources: [], make: () => '' };
  const first = rewriteOf('first', () => source);
  for (let i = 0; i < 40; i++) rewriteOf(`other ${i}`, () => source);
  expect(rewriteOf('first', () => source)).toBe(first);
  for (let i = 0; i < 100; i++) rewriteOf(`more ${i}`, () => source);
  expect(rewriteOf('first', () => source)).not.toBe(first);
});

test('rewrites of many label sets make room for each other', () => {
  const source = { target: 'x', sources: [], make: () => '' };
  const first = rewriteOf('large 0', () => source);
  for (let query = 1; query < 8; query++) {
    const rewrite = rewriteOf(`large ${query}`, () => source);
    for (let i = 0; i < 10_000; i++) rewrite.apply(LabelSet.of({ i: String(i) }), noLimit);
  }
  expect(rewriteOf('large 7', () => source).size).toBe(10_001);
  expect(rewriteOf('large 0', () => source)).not.toBe(first);
});
