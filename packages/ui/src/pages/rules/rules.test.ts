import type { RuleGroupView, RuleView } from '@telltale/station/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { proofVerdict } from '../proof/proof-verdict.ts';
import { shownGroups } from './filter-rules.ts';
import { testsVerdict } from './rule-words.ts';
import { RULE_KINDS, RULE_SHOWS, rulesCodec } from './view-state.ts';

const MINUTE_MS = 60_000;
const NOW_MS = 1_800_000_000_000;

function rule(name: string, more: Partial<RuleView> = {}): RuleView {
  return {
    kind: 'alerting',
    name,
    query: 'up == 0',
    labels: {},
    annotations: {},
    forMs: 0,
    keepFiringMs: 0,
    state: 'inactive',
    health: 'ok',
    lastError: '',
    lastEvaluationMs: null,
    lastDurationMs: null,
    series: 0,
    source: '',
    tests: null,
    isProvable: true,
    proof: null,
    ...more,
  };
}

function group(name: string, rules: readonly RuleView[]): RuleGroupView {
  const rest = { intervalMs: 1, lastEvaluationMs: null, lastDurationMs: null, missedEvaluations: 0 };
  return { name, file: 'shop.ts', rules, ...rest };
}

const ALL = { search: '', kind: 'all', show: 'all' } as const;
const tests = (passed: number, failed: number) => ({ passed, failed, lastRunMs: NOW_MS - 5 * MINUTE_MS });
const proof = {
  provenAtMs: NOW_MS - 5 * MINUTE_MS,
  level: 'accepted-by-receivers',
  isComplete: true,
  staleness: '',
  deliveredAfterMs: 41_000,
};

test('rules that share a name can be told apart', () => {
  const [shown] = shownGroups([group('shop', [rule('Down'), rule('Down')])], ALL);
  expect(new Set(shown.rules.map(({ key }) => key)).size).toBe(2);
});

test('a group without a rule to show is not shown', () => {
  const groups = [group('shop', [rule('Down', { state: 'firing' })]), group('mail', [rule('Late')])];
  const names = (filter: Parameters<typeof shownGroups>[1]) =>
    shownGroups(groups, filter).map((one) => one.group.name);
  expect(names(ALL)).toEqual(['shop', 'mail']);
  expect(names({ ...ALL, show: 'active' })).toEqual(['shop']);
  expect(names({ ...ALL, search: 'LATE' })).toEqual(['mail']);
  expect(names({ ...ALL, kind: 'recording' })).toEqual([]);
});

test('alerts without tests or proof are found', () => {
  const rules = [
    rule('proven', { tests: tests(3, 0), proof }),
    rule('stale', { tests: tests(2, 1), proof: { ...proof, staleness: 'the rule has changed' } }),
    rule('halfway', { tests: tests(1, 0), proof: { ...proof, isComplete: false } }),
    rule('recorded', { kind: 'recording' }),
  ];
  const found = (show: 'tests' | 'unproven') =>
    shownGroups([group('shop', rules)], { ...ALL, show }).flatMap((one) =>
      one.rules.map((placed) => placed.rule.name),
    );
  expect(found('tests')).toEqual(['stale']);
  expect(found('unproven')).toEqual(['stale', 'halfway']);
});

test('tests are told with their number and age, failed ones as bad', () => {
  expect(testsVerdict(tests(3, 0), NOW_MS)).toMatchObject({ words: '3 tests, 5 min ago', tone: 'ok' });
  expect(testsVerdict(tests(1, 0), NOW_MS).words).toBe('1 test, 5 min ago');
  expect(testsVerdict(tests(2, 1), NOW_MS)).toMatchObject({ words: '1 of 3 failed, 5 min ago', tone: 'bad' });
  expect(testsVerdict(null, NOW_MS).tone).toBe('mute');
});

test('a proof is told with its level, age and how long the delivery took; a stale one as bad', () => {
  const words = 'accepted by receivers, 5 min ago, 41 s';
  expect(proofVerdict(proof, NOW_MS)).toMatchObject({ words, tone: 'ok' });
  const stale = proofVerdict({ ...proof, staleness: 'the rule has changed' }, NOW_MS);
  expect(stale).toMatchObject({ words, tone: 'bad', more: 'Counts no longer: the rule has changed' });
  expect(proofVerdict(null, NOW_MS).words).toBe('not proven');
});

test('the view can be read back from its address', () => {
  const states = fc.record({
    search: fc.string({ unit: 'grapheme' }),
    kind: fc.constantFrom(...RULE_KINDS),
    show: fc.constantFrom(...RULE_SHOWS),
    folded: fc.array(fc.string({ unit: 'grapheme' })),
  });
  fc.assert(
    fc.property(states, (state) => {
      expect(rulesCodec.parse(new URLSearchParams(rulesCodec.format(state).toString()))).toEqual(state);
    }),
  );
});
