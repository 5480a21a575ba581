import { describe, expect, it } from 'vitest';
import { createInputCollector } from './input-collector.ts';

const FILE = `groups:
  - name: shop
    interval: 1m
    labels: { team: a, severity: page }
    rules:
      - alert: Slow
        expr: |
          x > 1
        for: 5m
        labels: { severity: "warning" }
        annotations:
          summary: 'it''s {{ $value }}'
      - record: a:b
        expr: sum(x)
      - alert: Logs
        expr: count_over_time({a="b"} |= "c" [5m]) > 1
`;

function rules() {
  const collector = createInputCollector();
  collector.addRuleFile('rules.yml', FILE);
  return collector.workspace().rules;
}

describe('the rules of a rule file', () => {
  it('have what is written, with the labels of their group below their own', () => {
    const [alert, record] = rules();
    expect(alert).toMatchObject({ kind: 'alerting', name: 'Slow', forMs: 300_000, keepFiringForMs: 0 });
    expect(alert.labels.map(({ name, text }) => [name, text])).toEqual([
      ['severity', 'warning'],
      ['team', 'a'],
    ]);
    expect(alert.group).toMatchObject({ name: 'shop', intervalMs: 60_000, size: 3 });
    expect(record).toMatchObject({ kind: 'recording', name: 'a:b', annotations: [] });
    expect(record.forMs).toBeUndefined();
  });

  it('are in PromQL: rules of Loki are left out', () => {
    expect(rules().map(({ name }) => name)).toEqual(['Slow', 'a:b']);
  });

  it('know where each part stands, through quotes and escapes', () => {
    const [alert, record] = rules();
    const at = (place: { position: { line: number; column: number } }) => [
      place.position.line,
      place.position.column,
    ];
    expect(at(alert.placeOf('name'))).toEqual([6, 16]);
    expect(at(alert.placeOf('expr'))).toEqual([8, 11]);
    expect(at(alert.placeOf('for'))).toEqual([9, 9]);
    expect(at(alert.labels[0].placeOf())).toEqual([10, 30]);
    expect(at(alert.annotations[0].placeOf({ start: 8, end: 14 }))).toEqual([12, 30]);
    expect(at(alert.group.placeOf('interval'))).toEqual([3, 15]);
    expect(at(record.placeOf('for'))).toEqual([13, 17]);
  });

  it('share their queries with the workspace', () => {
    const collector = createInputCollector();
    collector.addRuleFile('rules.yml', FILE);
    const workspace = collector.workspace();
    expect(workspace.queries).toEqual(workspace.rules.map(({ query }) => query));
  });
});
