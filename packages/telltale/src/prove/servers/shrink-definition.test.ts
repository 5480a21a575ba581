import { defineMonitoring, pipeline, resolveDefinition, webhook } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import { expect, test } from 'vitest';
import { shrinkDefinition, shrinkFactor } from './shrink-definition.ts';

const RESOLVED = resolveDefinition(
  defineMonitoring({
    service: 'shop',
    preset: pipeline(),
    receivers: { hook: webhook({ url: 'http://hook.test/' }) },
    routes: { to: 'hook', groupBy: ['job'] },
  }),
  { parse: parseExpr },
);

test('all durations of a definition are divided by one factor', () => {
  const factor = shrinkFactor(RESOLVED);
  const shrunk = shrinkDefinition(RESOLVED, factor);
  const rule = shrunk.rules.find(({ name }) => name === 'HighDataQualityIssues');
  expect({ factor, query: rule?.query, interval: shrunk.evaluationIntervalMs }).toEqual({
    factor: 60,
    query: 'sum by (rule) (increase(data_quality_issues_total[10s])) > 0',
    interval: 250,
  });
  expect(rule).toMatchObject({ forMs: 1000 });
  expect(shrunk.targets.map(({ intervalMs }) => intervalMs)).toEqual(RESOLVED.targets.map(() => 250));
  expect(shrunk.route).toMatchObject({ groupWaitMs: 500, groupIntervalMs: 5000 });
});

test('alerts of different names are told apart, however they are grouped', () => {
  expect(shrinkDefinition(RESOLVED, 60).route.groupBy).toEqual(['job', 'alertname']);
});

test('shrunk queries parse', () => {
  for (const { query, name } of shrinkDefinition(RESOLVED, 60).rules) {
    expect(() => parseExpr(query), name).not.toThrow();
  }
});
