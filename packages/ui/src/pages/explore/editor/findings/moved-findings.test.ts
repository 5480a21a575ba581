import type { QueryFinding } from '@telltale/station/contract';
import { expect, test } from 'vitest';
import { findingFrom, movedFindings } from './moved-findings.ts';

const finding = (from: number, to: number): QueryFinding => ({
  from,
  to,
  severity: 'warning',
  rule: 'promql/unknown-metric',
  message: `${from}`,
  fix: '',
});

function marked(before: string, after: string): readonly string[] {
  const findings = [...before.matchAll(/\w+/g)].map(({ 0: word, index }) =>
    finding(index, index + word.length),
  );
  return movedFindings(findings, before, after).map(({ from, to }) => after.slice(from, to));
}

test('findings stay with their words while something else is written', () => {
  expect(marked('aa + bb', 'aa + bb')).toEqual(['aa', 'bb']);
  expect(marked('aa + bb', 'aa * 2 + bb')).toEqual(['aa', 'bb']);
  expect(marked('aa + bb + cc', 'aa + bx + cc')).toEqual(['aa', 'cc']);
  expect(marked('aa + bb', '(aa + bb)')).toEqual([]);
  expect(marked('aa', '')).toEqual([]);
  expect(marked('aaaa', 'aa')).toEqual([]);
});

test('one finding after the other is gone to, in both directions and around', () => {
  const all = [finding(4, 6), finding(0, 2), finding(8, 9)];
  const steps = (direction: 1 | -1) => [-1, 0, 4, 8].map((caret) => findingFrom(all, caret, direction)?.from);
  expect(steps(1)).toEqual([0, 4, 8, 0]);
  expect(steps(-1)).toEqual([8, 8, 0, 4]);
  expect(findingFrom([], 0, 1)).toBeUndefined();
});
