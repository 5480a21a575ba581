import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { defineMonitoring, pipeline, resolveDefinition, webapp } from '@telltale/definition';
import { generateGrafana } from '@telltale/manifests';
import { parseExpr } from '@telltale/promql';
import { checkContent } from '@telltale/station';
import type { DashboardContent, WrittenPanel } from '@telltale/station/contract';
import { afterAll, describe, expect, test } from 'vitest';
import { loadDefinition } from '../definition/load-definition.ts';
import { contentCode } from './dashboard-code.ts';
import { grafanaOfContent } from './grafana-of-content.ts';
import { importDashboard } from './import-dashboard.ts';

const root = resolve(import.meta.dirname, '../../../..');
// Inside the package, so that programs find its sources.
const folder = mkdtempSync(join(import.meta.dirname, '../../test/dashboards-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PANELS: readonly WrittenPanel[] = [
  {
    title: 'Requests',
    kind: 'timeseries',
    unit: 'per_second',
    description: 'By `route`, and "others".',
    queries: [
      { query: 'sum by (route) (rate(http_requests_total{route=~"$route"}[$window]))', legend: '{{route}}' },
      { query: 'sum(rate(http_errors_total[${window}]))', legend: '', axis: 'right' },
      { query: 'vector(1)', legend: '{{route}}' },
    ],
    draw: 'area',
    isStacked: true,
    nulls: 'zero',
    row: 'Traffic',
    width: 8,
    height: 5,
    min: 0,
    links: [{ title: 'Runbook', url: 'https://wiki.example/requests' }],
  },
  {
    title: "It's \\ `quoted` ${here}",
    kind: 'stat',
    unit: 'ratio',
    queries: [{ query: 'up{a=~"^x$|\\\\d`"} > 0', legend: '' }],
    thresholds: [
      { value: 0.5, severity: 'critical', isBad: 'below' },
      { value: 0.9, severity: 'warning', isBad: 'above' },
    ],
    max: 1,
    width: 4,
  },
  { title: '__proto__', kind: 'text', unit: '', queries: [], text: 'Call "them".\nhttps://example.com' },
  { title: 'Requests', kind: 'table', unit: '', queries: [{ query: 'up', legend: '' }], row: 'Traffic' },
];

const CONTENT: DashboardContent = {
  title: "Shop's <b>checkout</b>",
  panels: PANELS,
  variables: [
    {
      kind: 'label-values',
      name: 'route',
      label: 'Route',
      values: 'route',
      of: 'http_requests_total{job=~"$job"}',
      isMulti: true,
      hasAll: true,
    },
    { kind: 'list', name: 'job', label: 'Job', options: ['shop', "pay's, all"], isMulti: true },
    { kind: 'interval', name: 'window', label: 'Window', options: ['5m', '1h'] },
    { kind: 'text', name: 'pattern', label: 'Pattern', initial: '.*' },
  ],
  tags: ['checkout'],
  refreshMs: 10_000,
  rangeMs: 21_600_000,
};

/** What of a dashboard is drawn: queries are written anew on their way. */
function essence({ panels, variables, ...rest }: Pick<DashboardContent, 'panels' | 'variables'>) {
  return {
    panels: panels.map(({ title, kind, queries, row }) => ({
      title,
      kind,
      row,
      queries: queries.map(({ query }) => query.replaceAll(/\$\{(\w+)\}/g, '$$$1')),
    })),
    variables,
    rest,
  };
}

test('is a dashboard that the station would save', () => {
  expect(checkContent(CONTENT)).toEqual([]);
});

describe('a dashboard as TypeScript', () => {
  const config = join(folder, 'telltale.config.ts');
  const code = contentCode(CONTENT);
  const [imported, ...section] = code.split('\n');
  const text = [
    imported.replace('// import {', 'import { defineMonitoring,'),
    "export default defineMonitoring({ service: 'shop',",
    ...section,
    '});\n',
  ].join('\n');

  test('is a section of a definition that compiles, with nothing unused', async () => {
    writeFileSync(config, text);
    const project = {
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: { noEmit: true, composite: false, incremental: false, types: ['node'] },
      files: ['telltale.config.ts'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    await promisify(execFile)(process.execPath, [compiler, '-p', folder, '--pretty', 'false']);
  }, 120_000);

  test('defines the same dashboard', async () => {
    writeFileSync(config, text);
    const { resolved } = await loadDefinition({
      config,
      cwd: folder,
      environment: undefined,
      env: process.env,
    });
    const [board] = resolved.dashboards;
    expect(board).toMatchObject({ title: CONTENT.title, refreshMs: 10_000, rangeMs: 21_600_000 });
    expect(board.variables).toEqual(CONTENT.variables);
    // Panels go by their titles there.
    const [first, second, third, last] = PANELS;
    const expected = { ...CONTENT, panels: [first, second, third, { ...last, title: 'Requests 2' }] };
    const byTitle = (a: { title: string }, b: { title: string }) => (a.title < b.title ? -1 : 1);
    expect(essence({ panels: board.panels as never, variables: [] }).panels.toSorted(byTitle)).toEqual(
      essence(expected).panels.toSorted(byTitle),
    );
    const requests = board.panels.find(({ title }) => title === 'Requests');
    expect(requests).toMatchObject({
      draw: 'area',
      isStacked: true,
      nulls: 'zero',
      width: 8,
      height: 5,
      min: 0,
    });
    expect(requests?.queries[1]).toMatchObject({ axis: 'right' });
  });
});

describe('a dashboard that goes to Grafana and comes back', () => {
  test('has its panels, queries, variables, rows and sizes', async () => {
    const { content, dropped } = importDashboard(await grafanaOfContent(CONTENT, 'shop'));
    expect(dropped).toEqual([]);
    expect(content).toMatchObject({ title: CONTENT.title, refreshMs: 10_000, rangeMs: 21_600_000 });
    const byTitle = (a: { title: string }, b: { title: string }) => (a.title < b.title ? -1 : 1);
    const [first, second, third, last] = PANELS;
    const expected = { ...CONTENT, panels: [first, second, third, { ...last, title: 'Requests 2' }] };
    expect(essence(content).panels.toSorted(byTitle)).toEqual(essence(expected).panels.toSorted(byTitle));
    expect(content.variables).toEqual(CONTENT.variables);
    const sizes = new Map(content.panels.map(({ title, width, height }) => [title, { width, height }]));
    expect(sizes.get('Requests')).toEqual({ width: 8, height: 5 });
    expect(content.panels.find(({ kind }) => kind === 'stat')).toMatchObject({
      thresholds: PANELS[1].thresholds,
      max: 1,
    });
    expect(checkContent(content)).toEqual([]);
  });

  test('as the pages exported it, it is the same', () => {
    expect(importDashboard(JSON.stringify(CONTENT))).toEqual({ content: CONTENT, dropped: [] });
  });
});

describe('a dashboard of Grafana', () => {
  const target = (expr: string) => ({ refId: 'A', expr });

  test('says what of it was dropped, with line and reason', () => {
    const text = JSON.stringify(
      {
        title: 'Mixed',
        templating: {
          list: [
            { name: 'ds', type: 'datasource', query: 'prometheus' },
            { name: 'job', type: 'query', query: 'label_values(up, job)', multi: true, includeAll: true },
            { name: 'host', type: 'query', query: 'query_result(up)' },
            { name: 'filters', type: 'adhoc' },
            { name: 'every', type: 'interval', query: 'auto,5m,1h' },
          ],
        },
        panels: [
          { title: 'Up', type: 'timeseries', targets: [target('sum(rate(x{job=~"[[job]]"}[$every]))')] },
          { title: 'Logs', type: 'logs', datasource: { type: 'loki' }, targets: [target('{a="b"} |= "x"')] },
          { title: 'Hidden', type: 'stat', targets: [{ ...target('up'), hide: true }] },
          { title: 'Any', type: 'stat', targets: [target('$host + 1')] },
          { title: 'News', type: 'news', targets: [] },
          { title: 'Odd', type: 'my-plugin', targets: [target('up')], transformations: [{ id: 'merge' }] },
        ],
      },
      undefined,
      1,
    );
    const { content, dropped } = importDashboard(text);
    expect(content.panels.map(({ title, queries }) => [title, queries[0].query])).toEqual([
      ['Up', 'sum(rate(x{job=~"$job"}[$every]))'],
      ['Odd', 'up'],
    ]);
    expect(content.variables.map(({ name, kind }) => [name, kind])).toEqual([
      ['job', 'label-values'],
      ['every', 'interval'],
    ]);
    expect(dropped.map(({ what }) => what)).toEqual([
      'the variable host',
      'the variable filters',
      'the panel Logs',
      'the panel Hidden',
      'the panel Any',
      'the panel News',
      'the panel Odd',
      'the panel Odd',
    ]);
    const lines = text.split('\n');
    expect(lines.slice(dropped[2].line - 1, dropped[2].line + 2).join('')).toContain('Logs');
    expect(checkContent(content)).toEqual([]);
  });

  test.each([
    ['', 'no JSON'],
    ['{', 'no JSON'],
    ['title: yaml', 'no JSON'],
    ['[]', 'no panels'],
    ['{"title":"x"}', 'no panels'],
    ['{"panels":[]}', 'no panel of it can be taken over'],
    ['{"panels":[{"type":"stat","title":"<img src=x onerror=alert(1)>","targets":[]}]}', 'it has no query'],
    [`${'['.repeat(5000)}${']'.repeat(5000)}`, '100 levels'],
    [`{"panels":${'[{"panels":'.repeat(2000)}[]${'}]'.repeat(2000)}}`, '100 levels'],
  ])('that is none gets words: %#', (text, message) => {
    expect(() => importDashboard(text)).toThrow(message);
  });

  test('is cut down to what a saved one may hold', () => {
    const panels = Array.from({ length: 120 }, (_, index) => ({
      title: `${index} ${'x'.repeat(300)}`,
      type: 'stat',
      targets: Array.from({ length: 30 }, () => target('up')),
    }));
    const { content, dropped } = importDashboard(JSON.stringify({ title: 'Large', panels }));
    expect(content.panels).toHaveLength(100);
    expect(content.panels[0].queries).toHaveLength(20);
    expect(content.panels[0].title).toHaveLength(200);
    expect(dropped).toHaveLength(120);
  });
});

test.each([
  ['webapp', defineMonitoring({ service: 'shop', preset: webapp() })],
  ['pipeline', defineMonitoring({ service: 'shop', preset: pipeline() })],
])('dashboards of the preset %s come back from Grafana with all panels and queries', (_, definition) => {
  const resolved = resolveDefinition(definition, { parse: parseExpr });
  const files = generateGrafana(resolved, { dashboards: 'import' });
  expect(files).toHaveLength(resolved.dashboards.length);
  resolved.dashboards.forEach((board, index) => {
    const { content, dropped } = importDashboard(files[index].text);
    const drawn = board.panels.filter(({ kind }) => kind !== 'logs');
    expect({ title: board.title, dropped }).toEqual({ title: board.title, dropped: [] });
    const shape = (panels: readonly { title: string; queries: readonly unknown[] }[]) =>
      panels.map(({ title, queries }) => `${title}: ${queries.length}`).toSorted();
    expect(shape(content.panels)).toEqual(shape(drawn));
    expect(checkContent(content)).toEqual([]);
  });
});
