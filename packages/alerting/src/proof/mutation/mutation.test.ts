import { alert, counter, defineMonitoring, gauge, promql, resolveDefinition } from '@telltale/definition';
import type { AlertingRule } from '@telltale/model';
import { parseExpr } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import { coverageOf } from '../alert-coverage/alert-coverage.ts';
import { coveredByChecks } from '../alert-coverage/covered-by-checks.ts';
import { checkCase } from '../rule-tests/alert-case.ts';
import { synthesiseCases } from '../rule-tests/synthesise-cases.ts';
import { mutantsOf } from './mutants-of.ts';
import { scoreAlert } from './score-alert.ts';
import { scoreSynthesised } from './score-synthesised.ts';

const shop = resolveDefinition(
  defineMonitoring({
    service: 'shop',
    metrics: {
      requests_total: counter({ help: 'Requests', labels: { status: ['200', '500'] } }),
      depth: gauge({ help: 'Waiting', labels: { queue: ['mail', 'bills'] } }),
    },
    targets: { shop: { address: 'shop:3000' }, worker: { address: 'worker:3000' } },
    alerts: (m) => ({
      Failing: alert({
        when: promql`sum by (job) (rate(requests_total{status="500"}[5m])) / sum by (job) (rate(requests_total[5m])) > 0.05`,
        for: '2m',
        onNoData: 'ignore',
        severity: 'page',
        runbook: 'docs/failing.md',
        summary: 'Requests fail',
      }),
      Deep: alert({
        when: m.depth.where({ queue: 'mail' }).now().above(100),
        onNoData: 'ignore',
        severity: 'ticket',
        summary: 'Mails wait',
      }),
      Down: alert({
        when: m.up('shop').below(1),
        for: '1m',
        onNoData: 'ignore',
        severity: 'ticket',
        summary: 'The shop is away',
      }),
    }),
  }),
  { parse: parseExpr },
);

function ruleOf(name: string): AlertingRule {
  const rule = shop.rules.find((one): one is AlertingRule => one.kind === 'alerting' && one.name === name);
  if (!rule) throw new Error(name);
  return rule;
}

describe('mutants of a rule', () => {
  test('change its operators, thresholds, matchers, labels, ranges and times, one at a time', () => {
    const changes = mutantsOf(ruleOf('Failing')).map(({ change }) => change);
    expect(changes).toEqual([
      '> becomes <',
      '> becomes >=',
      '0.05 becomes 0.5',
      '0.05 becomes 0.005',
      'job is dropped from by (job)',
      '[5m] becomes [10m]',
      '[5m] becomes [2m30s]',
      'status="500" is dropped',
      'status="500" becomes status!="500"',
      'job is dropped from by (job)',
      '[5m] becomes [10m]',
      '[5m] becomes [2m30s]',
      'for 2m becomes 4m',
      'for 2m becomes 0s',
    ]);
  });

  test('are other rules than the one they come from, and than one another', () => {
    for (const name of ['Failing', 'Deep', 'Down']) {
      const original = ruleOf(name);
      const rules = [original, ...mutantsOf(original).map(({ rule }) => rule)];
      const texts = rules.map(({ query, forMs }) => `${query} for ${forMs}`);
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  test('are noticed by the cases that are made up', async () => {
    for (const name of ['Failing', 'Deep', 'Down']) {
      const { mutants, score } = await scoreSynthesised(await synthesiseCases(shop, name));
      const survivors = mutants.filter(({ outcome }) => outcome === 'survived').map(({ change }) => change);
      expect(score, `${name}: ${survivors.join(', ')}`).toBeGreaterThanOrEqual(0.85);
    }
  });

  test('that change nothing are named with the reason, and not counted', async () => {
    const { mutants } = await scoreSynthesised(await synthesiseCases(shop, 'Down'));
    expect(mutants.filter(({ outcome }) => outcome === 'equivalent')).toMatchObject([
      { change: '1 becomes 0.1', reason: 'up is 0 or 1, and for both it decides the same' },
    ]);
  });

  test('all survive where there is no test', async () => {
    const { survived, score } = await scoreAlert({ rule: ruleOf('Deep'), tests: [] });
    expect(survived).toBe(mutantsOf(ruleOf('Deep')).length);
    expect(score).toBe(0);
  });
});

describe('cases that are made up', () => {
  test('pass with the rule they were made up for', async () => {
    for (const name of ['Failing', 'Deep', 'Down']) {
      const { cases, rules } = await synthesiseCases(shop, name);
      expect(cases.length).toBeGreaterThan(2);
      for (const one of cases) expect(await checkCase(one, rules), one.name).toEqual([]);
    }
  });

  test('check the evaluation at which the alert is due, and the one before', async () => {
    const { cases } = await synthesiseCases(shop, 'Down');
    const { checks } = cases[0];
    const fires = checks.findIndex(({ alerts }) => alerts.length > 0);
    expect(checks[fires].atMs - checks[fires - 1].atMs).toBe(shop.evaluationIntervalMs);
    expect(checks.at(-1)?.alerts).toEqual([]);
  });

  test('cover firing, quiet and resolving', async () => {
    const { cases } = await synthesiseCases(shop, 'Deep');
    const report = coverageOf(
      ['Deep', 'Down'],
      cases.flatMap(({ checks }) => coveredByChecks(checks)),
    );
    expect(report).toMatchObject({
      covered: 3,
      total: 8,
      alerts: [
        { alertName: 'Deep', missing: ['route'] },
        { alertName: 'Down', missing: ['quiet', 'firing', 'resolve', 'route'] },
      ],
    });
  });
});
