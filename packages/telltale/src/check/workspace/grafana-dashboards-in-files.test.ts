import { describe, expect, it } from 'vitest';
import { checkWorkspace } from '../check-workspace.ts';
import { exampleDashboard } from '../rules/examples/example-dashboard.ts';
import { exampleWorkspace } from '../rules/examples/example-workspace.ts';
import { shopFiles } from '../rules/examples/example-files.ts';
import type { Workspace } from './workspace.ts';

const workspaceOf = (text: string, file = 'dashboard.json'): Workspace =>
  exampleWorkspace({ files: { [file]: text } });

const withExpr = (expr: string, more: Readonly<Record<string, unknown>> = {}): Workspace =>
  workspaceOf(exampleDashboard({ target: { expr, ...more } }));

describe('the queries of a dashboard', () => {
  it('are checked like those of rules, at their places in the file', () => {
    const { 'metrics.js': program } = shopFiles('up == 0');
    const text = exampleDashboard({
      target: { expr: 'sum by (job) (rate(shop_request_total{route="$r"}[5m]))' },
    });
    const workspace = exampleWorkspace({ files: { 'dashboard.json': text, 'metrics.js': program } });
    const [finding] = checkWorkspace(workspace).findings.filter(({ ruleId }) => ruleId.startsWith('promql/'));
    expect(finding).toMatchObject({ ruleId: 'promql/unknown-metric' });
    const { position, excerpt } = finding.place;
    expect(excerpt.line.slice(excerpt.start, excerpt.end)).toContain('shop_request_total');
    expect(text.split('\n')[position.line - 1].slice(position.column - 1)).toMatch(/^shop_request_total/);
  });

  it('have their variables filled in, so that matchers on them fit everything', () => {
    const { queries } = withExpr('rate(x_total{job=~"$job"}[$__rate_interval])');
    expect(queries.map(({ text, origin, use }) => [text, origin, use])).toEqual([
      ['rate(x_total{job=~".*"}[1h])', 'dashboard', 'panel'],
    ]);
  });

  it.each([
    ['a variable stands for the metric', '$metric'],
    ['it is LogQL', 'rate({app="shop"} |= "error" [5m])'],
  ])('are left alone where %s', (_, expr) => {
    expect(withExpr(expr).queries).toEqual([]);
  });

  it.each([
    ['names another plugin', { type: 'loki', uid: 'x' }],
    ['is named like one', 'Loki'],
    ['is built in', { uid: '-- Grafana --' }],
    ['is an expression', { type: '__expr__', uid: '__expr__' }],
  ])('are left alone where the data source %s', (_, datasource) => {
    expect(withExpr('up', { datasource }).queries).toEqual([]);
  });

  it('are left alone where the variable of the data source is one of another plugin', () => {
    const board = { templating: { list: [{ name: 'ds', type: 'datasource', query: 'loki' }] } };
    const text = exampleDashboard({ board, target: { expr: 'up', datasource: { uid: '${ds}' } } });
    expect(workspaceOf(text).queries).toEqual([]);
  });
});

describe('dashboards in Kubernetes objects', () => {
  it('are read once, with the lines of the object', () => {
    const json = exampleDashboard({ target: { expr: 'rate(x[5m]' } });
    const object = [
      'apiVersion: v1',
      'kind: ConfigMap',
      'metadata:',
      '  name: dashboards',
      'data:',
      '  shop.json: |-',
      ...json.split('\n').map((line) => `    ${line}`),
    ].join('\n');
    const workspace = workspaceOf(object, 'configmap.yaml');
    expect(workspace.dashboards.map(({ title, isInKubernetes }) => [title, isInKubernetes])).toEqual([
      ['Shop', true],
    ]);
    const [finding] = checkWorkspace(workspace).findings.filter(({ ruleId }) => ruleId === 'dash/promql');
    const line = object.split('\n').findIndex((text) => text.includes('rate(x[5m]'));
    expect(finding.place.position.line).toBe(line + 1);
  });
});
