import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { PanelKind, ResolvedDashboard, ResolvedDefinition, ResolvedPanel } from '@telltale/definition';
import { parseDashboard, parseSourceTree } from '@telltale/formats';
import { parseExpr } from '@telltale/promql';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateGrafana } from './generate-grafana.ts';

const run = promisify(execFile);
const packages = fileURLToPath(new URL('../../../../node_modules/', import.meta.url));

const KINDS: readonly PanelKind[] = [
  'timeseries',
  'stat',
  'gauge',
  'bar-gauge',
  'table',
  'heatmap',
  'pie',
  'state-timeline',
  'text',
  'logs',
];

const PANELS: readonly ResolvedPanel[] = [
  {
    title: 'Error ratio',
    kind: 'stat',
    unit: 'ratio',
    description: 'Share of requests that failed',
    queries: [{ query: 'errors_ratio', legend: '' }],
    thresholds: [
      { value: 0.01, severity: 'warning' },
      { value: 0.05, severity: 'critical' },
    ],
  },
  {
    title: 'Requests',
    kind: 'timeseries',
    unit: 'per_second',
    row: 'Traffic',
    queries: [
      { query: 'sum by (status) (rate(requests_total[5m]))', legend: '{{status}}' },
      { query: 'sum(rate(requests_total[5m] offset 1d))', legend: 'yesterday' },
    ],
  },
  {
    title: 'Memory',
    kind: 'gauge',
    unit: 'bytes',
    queries: [{ query: 'memory_bytes', legend: '' }],
    thresholds: [{ value: 1.5e9, severity: 'warning', alert: 'MemoryHigh', isBad: 'above' }],
    max: 2e9,
  },
  {
    title: 'Durations',
    kind: 'heatmap',
    unit: 'seconds',
    row: 'Traffic',
    queries: [{ query: 'x', legend: '' }],
  },
  { title: 'Routes', kind: 'table', unit: '', queries: [{ query: 'topk(5, x)', legend: '' }] },
];

const OVERVIEW: ResolvedDashboard = {
  slug: 'overview',
  title: 'Overview',
  panels: PANELS,
  variables: [
    {
      name: 'route',
      label: 'Route',
      kind: 'label-values',
      values: 'route',
      of: 'requests_total',
      isMulti: true,
      hasAll: true,
    },
    { name: 'region', label: 'Region', kind: 'list', options: ['eu', 'us,west'], isMulti: false },
    { name: 'window', label: 'Window', kind: 'interval', options: ['5m', '1h'] },
    { name: 'path', label: 'Path', kind: 'text', initial: '.*' },
  ],
};

/** What the first dashboard does not have. */
const ALL_KINDS: ResolvedDashboard = {
  slug: 'kinds',
  title: 'Kinds',
  panels: [
    ...KINDS.map((kind): ResolvedPanel => ({
      title: kind,
      kind,
      unit: '',
      queries: kind === 'text' ? [] : [{ query: 'up', legend: '' }],
      ...(kind === 'text' && { text: 'Who to call\nhttps://example.com' }),
    })),
    {
      title: 'Two axes',
      kind: 'timeseries',
      unit: 'per_second',
      rightUnit: 'seconds',
      draw: 'bars',
      isStacked: true,
      nulls: 'connected',
      baselineMs: 86_400_000,
      queries: [
        { query: 'a', legend: 'a' },
        { query: 'b', legend: 'b', axis: 'right' },
        { query: 'a offset 1d', legend: 'a day ago', isBaseline: true },
      ],
    },
  ],
};

const SHOP: ResolvedDefinition = {
  service: 'shop',
  owner: 'team-shop',
  metrics: [],
  targets: [],
  evaluationIntervalMs: 15_000,
  receivers: [{ kind: 'webhook', name: 'ops', url: 'http://127.0.0.1:9/', sendResolved: true }],
  route: {
    receiver: 'ops',
    matchers: [],
    continue: false,
    groupBy: [],
    groupWaitMs: 30_000,
    groupIntervalMs: 300_000,
    repeatIntervalMs: 14_400_000,
    routes: [],
  },
  rules: [
    {
      kind: 'alerting',
      name: 'MemoryHigh',
      query: 'memory_bytes > 1.5e9',
      expr: parseExpr('memory_bytes > 1.5e9'),
      labels: { severity: 'warning' },
      annotations: { runbook_url: 'https://example.com/runbooks/MemoryHigh' },
      forMs: 0,
      keepFiringForMs: 0,
    },
  ],
  dashboards: [OVERVIEW, { slug: 'more', title: 'More', panels: [PANELS[0]] }, ALL_KINDS],
  queries: [],
  station: {},
};

/** The file whose path ends so, as JSON. */
function json(files: ReturnType<typeof generateGrafana>, end: string) {
  return JSON.parse(files.find(({ path }) => path.endsWith(end))!.text);
}

describe('the dashboards', () => {
  const board = json(generateGrafana(SHOP), 'overview.json');

  it('have a title, an identity, a time range and an interval of refreshing, whatever the definition says', () => {
    expect(board).toMatchObject({
      title: 'Overview',
      uid: 'shop-overview',
      time: { from: 'now-1h', to: 'now' },
      refresh: '30s',
      schemaVersion: 42,
    });
  });

  it('keep the numbers of their panels, and stand in rows under their titles', () => {
    expect(
      board.panels.map((panel: { id: number; title: string; type: string }) => [panel.id, panel.title]),
    ).toEqual([
      [1, 'Error ratio'],
      [3, 'Memory'],
      [5, 'Routes'],
      [6, 'Traffic'],
      [2, 'Requests'],
      [4, 'Durations'],
    ]);
    expect(board.panels[3]).toMatchObject({ type: 'row', collapsed: false });
  });

  it('ask over $__rate_interval where the definition leaves the range to the scrape interval', () => {
    const queries = [{ query: 'rate(a_total[1m])', legend: '', adaptive: 'rate(a_total[$__rate_interval])' }];
    const panel = (kind: ResolvedPanel['kind']): ResolvedPanel => ({ title: kind, kind, unit: '', queries });
    const panels = [panel('timeseries'), panel('stat')];
    const asked = json(
      generateGrafana({ ...SHOP, dashboards: [{ slug: 'd', title: 'D', panels }] }),
      'd.json',
    ).panels.map(({ targets }: { targets: { expr: string }[] }) => targets[0].expr);
    expect(asked).toEqual(['rate(a_total[$__rate_interval])', 'rate(a_total[1m])']);
  });

  it('name units as Grafana does', () => {
    const units = board.panels
      .filter(({ type }: { type: string }) => type !== 'row')
      .map((panel: { fieldConfig: { defaults: { unit: string } } }) => panel.fieldConfig.defaults.unit);
    expect(units).toEqual(['percentunit', 'bytes', 'short', 'ops', 's']);
  });

  it('give one status one colour: thresholds by severity, series by outcome', () => {
    expect(board.panels[0].fieldConfig.defaults.thresholds.steps).toEqual([
      { value: null, color: 'green' },
      { value: 0.01, color: 'orange' },
      { value: 0.05, color: 'red' },
    ]);
    const [good, , , bad] = board.panels[4].fieldConfig.overrides;
    expect([good.matcher.options, good.properties[0].value.fixedColor]).toEqual([
      expect.stringContaining('success'),
      'green',
    ]);
    expect([bad.matcher.options, bad.properties[0].value.fixedColor]).toEqual([
      expect.stringContaining('failed'),
      'red',
    ]);
  });

  it('have the thresholds of the alerts on what they show', () => {
    expect(board.panels[1].fieldConfig.defaults.thresholds.steps).toEqual([
      { value: null, color: 'green' },
      { value: 1.5e9, color: 'orange' },
    ]);
  });

  it('show alerts, deployments and incidents on every chart', () => {
    const names = board.annotations.list.map(({ name }: { name: string }) => name);
    expect(names).toEqual(['Annotations & Alerts', 'Firing alerts', 'Deployments', 'Incidents']);
  });

  it('lead to the other dashboards, and panels to the runbooks of their alerts', () => {
    expect(board.links).toMatchObject([{ type: 'dashboards', tags: ['shop'] }]);
    expect(board.panels[1].links).toMatchObject([{ url: 'https://example.com/runbooks/MemoryHigh' }]);
  });

  it('stand in the file that the layout names, others beside it', () => {
    const layout = { dashboards: 'monitoring/grafana_dashboard.json' } as ResolvedDefinition['layout'];
    const paths = generateGrafana({ ...SHOP, layout }).map(({ path }) => path);
    expect(paths.slice(2)).toEqual([
      'monitoring/grafana_dashboard.json',
      'monitoring/more.json',
      'monitoring/kinds.json',
    ]);
  });
});

describe('the kinds of panels', () => {
  const { panels } = json(generateGrafana(SHOP), 'kinds.json');
  const named = (title: string) => panels.find((panel: { title: string }) => panel.title === title);

  it('are drawn by the plugins that Grafana has for them', () => {
    expect(
      panels
        .slice(0, KINDS.length)
        .map(({ type }: { type: string }) => type)
        .toSorted(),
    ).toEqual([
      'bargauge',
      'gauge',
      'heatmap',
      'logs',
      'piechart',
      'stat',
      'state-timeline',
      'table',
      'text',
      'timeseries',
    ]);
    expect(named('text')).toMatchObject({
      targets: [],
      options: { mode: 'markdown', content: 'Who to call  \nhttps://example.com' },
    });
    expect(named('pie').targets[0]).toMatchObject({ instant: true, range: false });
  });

  it('have bars, stacks, a second axis with its unit, and yesterday dotted', () => {
    const { fieldConfig } = named('Two axes');
    expect(fieldConfig.defaults.custom).toMatchObject({
      drawStyle: 'bars',
      stacking: { mode: 'normal' },
      spanNulls: true,
    });
    expect(fieldConfig.overrides).toEqual([
      {
        matcher: { id: 'byFrameRefID', options: 'B' },
        properties: [
          { id: 'custom.axisPlacement', value: 'right' },
          { id: 'unit', value: 's' },
        ],
      },
      {
        matcher: { id: 'byFrameRefID', options: 'C' },
        properties: [{ id: 'custom.lineStyle', value: { fill: 'dot', dash: [0, 10] } }],
      },
    ]);
  });
});

describe('the variables of a dashboard', () => {
  it('are those of Grafana: values of a label, a list, ranges and a text', () => {
    const { list } = json(generateGrafana(SHOP), 'overview.json').templating;
    expect(list).toMatchObject([
      {
        type: 'query',
        query: { query: 'label_values(requests_total, route)' },
        multi: true,
        includeAll: true,
        allValue: '.*',
        current: { value: ['$__all'] },
      },
      { type: 'custom', query: String.raw`eu, us\,west`, multi: false, current: { value: 'eu' } },
      { type: 'interval', query: '5m,1h', current: { value: '5m' } },
      { type: 'textbox', query: '.*', current: { value: '.*' } },
    ]);
  });
});

describe('an alert that fires below its value', () => {
  it('is coloured below it', () => {
    const query = 'success_ratio < 0.9';
    const rule = { ...SHOP.rules[0], name: 'Low', query, expr: parseExpr(query) } as (typeof SHOP.rules)[0];
    const panel: ResolvedPanel = {
      title: 'Success',
      kind: 'stat',
      unit: 'ratio',
      queries: [{ query: 'success_ratio', legend: '' }],
      thresholds: [{ value: 0.9, severity: 'critical', isBad: 'below' }],
    };
    const dashboards = [{ slug: 'd', title: 'D', panels: [panel] }];
    const board = json(generateGrafana({ ...SHOP, rules: [rule], dashboards }), 'd.json');
    expect(board.panels[0].fieldConfig.defaults.thresholds.steps).toEqual([
      { value: null, color: 'red' },
      { value: 0.9, color: 'green' },
    ]);
  });
});

describe('the flavours of a dashboard file', () => {
  it('for a folder it is the bare model on the provisioned data source', () => {
    const board = json(generateGrafana(SHOP), 'overview.json');
    expect(board.panels[0].datasource).toEqual({ type: 'prometheus', uid: 'prometheus' });
    expect(board).not.toHaveProperty('__inputs');
  });

  it('for the import it asks for the data source', () => {
    const [{ text }] = generateGrafana(SHOP, { dashboards: 'import' });
    const board = JSON.parse(text);
    expect(board.__inputs).toMatchObject([{ name: 'DS_PROMETHEUS', pluginId: 'prometheus' }]);
    expect(board.panels[0].targets[0].datasource.uid).toBe('${DS_PROMETHEUS}');
  });

  it('for the API it is wrapped, and replaces what is there', () => {
    const [{ text }] = generateGrafana(SHOP, { dashboards: 'api' });
    expect(JSON.parse(text)).toMatchObject({ dashboard: { title: 'Overview', id: null }, overwrite: true });
  });
});

describe('the provisioning', () => {
  const files = generateGrafana(SHOP);
  const tree = (end: string) =>
    parseSourceTree(files.find(({ path }) => path.endsWith(end))!.text, end).roots[0];

  it('has the data sources of the stack under identifiers that never change', () => {
    const sources = tree('datasources.yml').get('datasources')!;
    expect(sources.items().map((source) => source.get('uid')?.text())).toEqual([
      'prometheus',
      'alertmanager',
    ]);
    expect(sources.at(0, 'jsonData', 'timeInterval')?.text()).toBe('15s');
    expect(sources.at(0, 'jsonData', 'alertmanagerUid')?.text()).toBe('alertmanager');
  });

  it('leads from exemplars to traces where the service has traces', () => {
    const traces = {
      enabled: true,
      ratio: 1,
      keepErrors: true,
      slowerThanMs: 1000,
      tailSampling: true,
      propagation: [],
      endpoint: '',
      serviceName: 'shop',
    };
    const [{ text }] = generateGrafana({ ...SHOP, traces });
    expect(text).toContain('datasourceUid: jaeger');
    expect(text).toContain('uid: jaeger');
  });

  it('has a provider that nobody overwrites in the browser', () => {
    const [provider] = tree('dashboard.yml').get('providers')!.items();
    expect(provider.get('allowUiUpdates')?.boolean()).toBe(false);
    expect(provider.get('updateIntervalSeconds')?.number()).toBe(10);
    expect(provider.at('options', 'path')?.text()).toBe('/var/lib/grafana/dashboards');
  });

  it('gives the same bytes twice', () => {
    expect(generateGrafana(structuredClone(SHOP))).toEqual(files);
  });
});

it('panels never overlap, never leave the grid and have numbers of their own', () => {
  const panel = fc.record({
    title: fc.string(),
    kind: fc.constantFrom<PanelKind[]>(...KINDS),
    unit: fc.string(),
    queries: fc.array(fc.record({ query: fc.string(), legend: fc.string() }), { maxLength: 30 }),
    row: fc.option(fc.constantFrom('A', 'B'), { nil: undefined }),
  }) satisfies fc.Arbitrary<ResolvedPanel>;
  fc.assert(
    fc.property(fc.array(panel, { maxLength: 20 }), (panels) => {
      const [{ text }] = generateGrafana(
        { ...SHOP, dashboards: [{ slug: 'd', title: 'D', panels }] },
        { dashboards: 'import' },
      );
      const items: {
        id: number;
        gridPos: Record<'x' | 'y' | 'w' | 'h', number>;
        targets?: { refId: string }[];
      }[] = JSON.parse(text).panels;
      expect(new Set(items.map(({ id }) => id)).size).toBe(items.length);
      const taken = new Set<string>();
      for (const { gridPos: at, targets = [] } of items) {
        expect(at.x + at.w).toBeLessThanOrEqual(24);
        for (let x = at.x; x < at.x + at.w; x++) {
          for (let y = at.y; y < at.y + at.h; y++) {
            expect(taken.has(`${x} ${y}`)).toBe(false);
            taken.add(`${x} ${y}`);
          }
        }
        expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
      }
    }),
    { numRuns: 40 },
  );
});

it('dashboards are what the types of Grafana and of its Foundation SDK describe', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'telltale-grafana-'));
  const [board, kinds] = ['overview.json', 'kinds.json'].map(
    (end) => generateGrafana(SHOP).find(({ path }) => path.endsWith(end))!.text,
  );
  // Enumerations of the packages are plain texts and numbers in JSON.
  const program = `
    import type { AnnotationQuery, Dashboard as Schema } from 'schema';
    import type { AnnotationTarget, Dashboard as Foundation } from 'foundation';
    import type { Dataquery } from 'prometheus';
    // A query of any data source is only a marker: these are those that are written.
    type Query = Plain<Omit<Dataquery, '_implementsDataqueryVariant'>> | Plain<AnnotationTarget>;
    type Plain<T> = T extends { _implementsDataqueryVariant: unknown } ? Query : T extends string ? \`\${T}\` : T extends number ? T : T extends object
      ? { [K in keyof T]: Plain<T[K]> } : T;
    // The fields of Prometheus' own annotations are not in the schema of the dashboard.
    interface Annotation extends Plain<AnnotationQuery> { expr?: string; titleFormat?: string; textFormat?: string }
    type Board = Plain<Omit<Schema, 'id' | 'annotations'>> & { id: null; annotations: { list: Annotation[] } };
    export const schema: Board = ${board};
    export const foundation: Plain<Foundation> = ${board};
    export const kinds: Board = ${kinds};
    export const kindsOfFoundation: Plain<Foundation> = ${kinds};
    // @ts-expect-error a unit is text
    export const wrong: Plain<Foundation> = { schemaVersion: 42, templating: {}, annotations: {}, panels: [{ type: 'stat', fieldConfig: { defaults: { unit: 1 }, overrides: [] } }] };
  `;
  const options = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    module: 'preserve',
    target: 'es2024',
    types: [],
    paths: {
      schema: [join(packages, '@grafana/schema/dist/types/raw/dashboard/x/types.gen.d.ts')],
      foundation: [join(packages, '@grafana/grafana-foundation-sdk/dist/dashboard/index.d.ts')],
      prometheus: [join(packages, '@grafana/grafana-foundation-sdk/dist/prometheus/index.d.ts')],
    },
  };
  try {
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: options }));
    await writeFile(join(folder, 'board.ts'), program);
    const tsc = join(packages, 'typescript/bin/tsc');
    const { stdout } = await run(process.execPath, [tsc, '-p', folder]).catch((error: unknown) => ({
      stdout: String(Reflect.get(Object(error), 'stdout')),
    }));
    expect(stdout).toBe('');
  } finally {
    await rm(folder, { recursive: true });
  }
}, 60_000);

it('what is written is read back with every panel and query', () => {
  const { text } = generateGrafana(SHOP).find(({ path }) => path.endsWith('overview.json'))!;
  const parsed = parseDashboard(parseSourceTree(text, 'overview.json').roots[0])!;
  expect(parsed.panels.map(({ title, row, targets }) => [title?.text(), row, targets.length])).toEqual([
    ['Error ratio', undefined, 1],
    ['Memory', undefined, 1],
    ['Routes', undefined, 1],
    ['Requests', 'Traffic', 2],
    ['Durations', 'Traffic', 1],
  ]);
});
