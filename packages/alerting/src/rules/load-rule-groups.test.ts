import { parseRuleFile } from '@telltale/formats';
import { expect, test } from 'vitest';
import { loadRuleGroups } from './load-rule-groups.ts';

const FILE = `groups:
  - name: api
    interval: 30s
    labels: { team: core }
    rules:
      - record: job:errors:rate5m
        expr: sum by (job) (rate(errors_total[5m]))
      - alert: Errors
        expr: job:errors:rate5m > 1
        for: 5m
        keep_firing_for: 1m
        labels: { severity: page }
        annotations: { summary: "{{ $value }}" }
  - name: other
    rules: []
`;

test('a rule file becomes groups that can be evaluated', () => {
  const groups = loadRuleGroups(parseRuleFile(FILE, 'rules.yml'));
  expect(groups).toMatchObject([
    {
      name: 'api',
      file: 'rules.yml',
      intervalMs: 30_000,
      rules: [
        {
          kind: 'recording',
          name: 'job:errors:rate5m',
          labels: { team: 'core' },
          expr: { kind: 'aggregation' },
        },
        {
          kind: 'alerting',
          name: 'Errors',
          forMs: 300_000,
          keepFiringForMs: 60_000,
          labels: { team: 'core', severity: 'page' },
          annotations: { summary: '{{ $value }}' },
          position: { file: 'rules.yml', line: 8 },
        },
      ],
    },
    { name: 'other', intervalMs: 60_000, rules: [] },
  ]);
});

test('an expression that is not PromQL is named with file and line', () => {
  const text = FILE.replace('job:errors:rate5m > 1', 'job:errors:rate5m >');
  expect(() => loadRuleGroups(parseRuleFile(text, 'rules.yml'))).toThrow(
    /rules\.yml:8:\d+: the expression of Errors/,
  );
});

test('a file with an error is refused', () => {
  const text = FILE.replace('for: 5m', 'for: 5 minutes');
  expect(() => loadRuleGroups(parseRuleFile(text, 'rules.yml'))).toThrow(/rules\.yml:10:/);
});
