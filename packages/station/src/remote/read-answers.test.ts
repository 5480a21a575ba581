import { expect, test } from 'vitest';
import { missingAlerts } from './missing-alerts.ts';
import { readFamilies } from './read-families.ts';
import { readRuleGroups } from './read-rule-groups.ts';
import { readTargets } from './read-targets.ts';

const alert = {
  labels: { alertname: 'A', job: 'a' },
  annotations: { summary: 's' },
  state: 'firing',
  activeAt: '2026-11-22T10:00:00.5Z',
  value: '1.2e+01',
};
const alerting = {
  type: 'alerting',
  name: 'A',
  state: 'firing',
  query: 'up == 0',
  duration: 60,
  labels: { severity: 'page' },
  annotations: { summary: '{{ $value }}' },
  alerts: [alert],
  health: 'ok',
  evaluationTime: 0.002,
  lastEvaluation: '2026-11-22T10:00:01Z',
};

test('rules of a server are read as the station has its own', () => {
  const recording = {
    type: 'recording',
    name: 'r',
    query: 'sum(up) if on() x',
    health: 'err',
    lastError: 'why',
  };
  const group = { name: 'g', file: 'g.yml', interval: 15, rules: [alerting, recording] };
  const [read] = readRuleGroups({ groups: [group, 'odd'] });
  expect(read).toMatchObject({ name: 'g', file: 'g.yml', intervalMs: 15_000, limit: 0, failedRules: 1 });
  expect(read.rules).toMatchObject([
    {
      rule: { kind: 'alerting', name: 'A', forMs: 60_000, keepFiringForMs: 0, expr: { kind: 'binary' } },
      state: 'firing',
      health: 'ok',
      lastEvaluationMs: Date.UTC(2026, 10, 22, 10, 0, 1),
      lastDurationMs: 2,
      alerts: [{ state: 'firing', activeAtMs: Date.UTC(2026, 10, 22, 10, 0, 0, 500), value: 12 }],
    },
    // A language that only the server understands.
    { rule: { kind: 'recording', query: 'sum(up) if on() x' }, health: 'err', lastError: 'why', alerts: [] },
  ]);
});

test('what a server leaves out is not made up', () => {
  const never = { ...alerting, state: undefined, alerts: null, lastEvaluation: '0001-01-01T00:00:00Z' };
  const [{ rules }] = readRuleGroups({
    groups: [{ rules: [never, { ...never, alerts: [{ state: 'pending' }] }] }],
  });
  expect(rules).toMatchObject([
    { state: 'inactive', alerts: [], lastEvaluationMs: undefined },
    { state: 'pending', alerts: [{ labels: {}, activeAtMs: 0, value: Number.NaN }] },
  ]);
  for (const data of [undefined, null, [], 'text', { groups: 5 }]) expect(readRuleGroups(data)).toEqual([]);
});

test('targets are read with their last samples', () => {
  const labels = { job: 'a', instance: 'i' };
  const target = {
    labels,
    scrapeUrl: 'http://i/metrics',
    health: 'down',
    lastError: 'refused',
    lastScrape: '2026-11-22T10:00:00Z',
    lastScrapeDuration: 0.5,
    scrapeInterval: '15s',
    scrapeTimeout: '10s',
  };
  const read = readTargets({ activeTargets: [target, {}] }, (of) =>
    of === labels || of['job'] === 'a' ? 7 : 0,
  );
  expect(read).toMatchObject([
    {
      ...labels,
      url: 'http://i/metrics',
      health: 'down',
      samples: 7,
      lastDurationMs: 500,
      intervalMs: 15_000,
      recent: [false],
    },
    { job: '', health: 'unknown', samples: 0, lastScrapeMs: null, lastDurationMs: null, recent: [] },
  ]);
  expect(readTargets(undefined, () => 0)).toEqual([]);
});

test('metrics are read by job, with the interval of its targets where it is known', () => {
  const entry = (job: string, metric: string) => ({
    target: { job },
    metric,
    type: 'gauge',
    help: metric,
    unit: '',
  });
  const [known] = readTargets({ activeTargets: [{ labels: { job: 'a' }, scrapeInterval: '5s' }] }, () => 0);
  const read = readFamilies([entry('a', 'x'), entry('b', 'y'), entry('a', 'z'), {}], [known]);
  expect(read.map(({ job, intervalMs, families }) => [job, intervalMs, [...families.keys()]])).toEqual([
    ['a', 5000, ['x', 'z']],
    ['b', 15_000, ['y']],
  ]);
});

test('alerts that nobody evaluates are named, but not all of many', () => {
  const groups = readRuleGroups({ groups: [{ rules: [alerting] }] });
  expect(missingAlerts(['A'], groups, 'p:9090')).toBeUndefined();
  expect(missingAlerts(['A', 'B', 'C'], groups, 'p:9090')).toContain(
    'p:9090 does not evaluate B, C, so nobody does',
  );
  expect(missingAlerts('BCDEFGH'.split(''), groups, 'p:9090')).toContain('B, C, D, E, F and 2 more');
});
