import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResolvedDefinition } from '@telltale/definition';
import {
  aiApp,
  defineMonitoring,
  framework,
  migration,
  pipeline,
  resolveDefinition,
  webapp,
  webhook,
} from '@telltale/definition';
import { generateGrafana } from '@telltale/manifests';
import { parseExpr } from '@telltale/promql';
import type { Dashboard, DashboardsResponse, Panel } from '@telltale/station/contract';
import { createStation } from '@telltale/station';
import { describe, expect, onTestFinished, test } from 'vitest';

const receivers = { ops: webhook({ url: 'http://127.0.0.1:9/' }) };
const routes = { to: 'ops' } as const;
const resolved = (definition: Parameters<typeof resolveDefinition>[0]): ResolvedDefinition =>
  resolveDefinition(definition, { parse: parseExpr });

const PRESETS: readonly (readonly [string, ResolvedDefinition])[] = [
  ['migration', resolved(defineMonitoring({ service: 'altium', preset: migration(), receivers, routes }))],
  ['pipeline', resolved(defineMonitoring({ service: 'pipeline', preset: pipeline(), receivers, routes }))],
  ['webapp', resolved(defineMonitoring({ service: 'pybase', preset: webapp(), receivers, routes }))],
  ['framework', resolved(defineMonitoring({ service: 'shop', preset: framework(), receivers, routes }))],
  ['ai-app', resolved(defineMonitoring({ service: 'dev-pynode', preset: aiApp(), receivers, routes }))],
];

interface GrafanaPanel {
  readonly type: string;
  readonly title: string;
  readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
  readonly fieldConfig: {
    readonly defaults: {
      readonly unit: string;
      readonly thresholds: { readonly steps: readonly { readonly value: number | null }[] };
    };
  };
  readonly links: readonly { readonly title: string; readonly url: string }[];
}

interface GrafanaBoard {
  readonly title: string;
  readonly uid: string;
  readonly refresh: string;
  readonly time: { readonly from: string };
  readonly panels: readonly GrafanaPanel[];
  readonly templating: { readonly list: readonly { readonly name: string }[] };
}

/** What both say of a panel, in the same words. */
interface Said {
  readonly title: string;
  readonly kind: string;
  readonly row: string;
  readonly unit: string;
  readonly queries: readonly string[];
  readonly legends: readonly string[];
  readonly thresholds: readonly number[];
  readonly leadsTo: readonly string[];
}

const UNITS: Readonly<Record<string, string>> = {
  '': 'short',
  seconds: 's',
  bytes: 'bytes',
  ratio: 'percentunit',
  per_second: 'ops',
  bytes_per_second: 'binBps',
};
const PLUGINS: Readonly<Record<string, string>> = { 'bar-gauge': 'bargauge', pie: 'piechart' };

/** The range `'auto'` as it is written out. */
function autoRange({ dashboards }: ResolvedDefinition): string {
  const queries = dashboards.flatMap(({ panels }) => panels.flatMap((panel) => panel.queries));
  const { query, adaptive = '' } = queries.find((one) => one.adaptive !== undefined)!;
  return query.slice(adaptive.indexOf('$__rate_interval')).split(']')[0];
}

function ofStation(panel: Panel, auto: string, titleOf: (path: string) => string): Said {
  return {
    title: panel.title,
    kind: PLUGINS[panel.kind] ?? panel.kind,
    row: panel.row ?? '',
    unit: UNITS[panel.unit] ?? 'another',
    queries: panel.queries.map(({ query }) => query.replaceAll(`[${auto}]`, '[auto]')),
    legends: panel.queries.map(({ legend }) => legend),
    thresholds: [...new Set((panel.thresholds ?? []).map(({ value }) => value))],
    leadsTo: (panel.links ?? []).map(({ url }) => titleOf(url)),
  };
}

function ofGrafana(panel: GrafanaPanel, row: string, auto: string, titleOf: (path: string) => string): Said {
  const { unit, thresholds } = panel.fieldConfig.defaults;
  const isWritten = (legend: string) => legend !== '__auto';
  return {
    title: panel.title,
    kind: panel.type,
    row,
    unit: Object.values(UNITS).includes(unit) ? unit : 'another',
    queries: panel.targets.map(({ expr }) =>
      expr.replaceAll(`[${auto}]`, '[auto]').replaceAll('[$__rate_interval]', '[auto]'),
    ),
    legends: panel.targets.map(({ legendFormat }) => (isWritten(legendFormat) ? legendFormat : '')),
    thresholds: thresholds.steps.flatMap(({ value }) => value ?? []),
    leadsTo: panel.links.map(({ url }) => titleOf(url)),
  };
}

/** The panels in the order of the file, each with the row before it. */
function panelsInRows({ panels }: GrafanaBoard): readonly (readonly [GrafanaPanel, string])[] {
  let row = '';
  return panels.flatMap((panel) => {
    if (panel.type !== 'row') return [[panel, row] as const];
    row = panel.title;
    return [];
  });
}

async function dashboardsOfStation(definition: ResolvedDefinition): Promise<readonly Dashboard[]> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'telltale-dashboards-'));
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 }));
  const station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder,
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    definition,
  });
  try {
    const response = await fetch(`${station.url}/api/telltale/dashboards`);
    const { dashboards } = (await response.json()) as DashboardsResponse;
    return dashboards.filter(({ origin }) => origin === 'definition');
  } finally {
    await station.stop();
  }
}

describe.each(PRESETS)('the dashboards of the preset %s', (_, definition) => {
  test('are the same in the station as in the export for Grafana, panel by panel', async () => {
    const boards = generateGrafana(definition)
      .filter(({ path }) => path.endsWith('.json'))
      .map(({ text }) => JSON.parse(text) as GrafanaBoard);
    const dashboards = await dashboardsOfStation(definition);
    const auto = autoRange(definition);
    const titles = new Map<string, string>([
      ...boards.map(({ uid, title }) => [`/d/${uid}`, title] as const),
      ...dashboards.map(({ slug, title }) => [`/d/${slug}`, title] as const),
    ]);
    const titleOf = (path: string) => titles.get(path) ?? path;
    expect(dashboards.map(({ title }) => title)).toEqual(boards.map(({ title }) => title));
    for (const [index, dashboard] of dashboards.entries()) {
      const board = boards[index];
      const theirs = panelsInRows(board).map(([panel, row]) => ofGrafana(panel, row, auto, titleOf));
      const ours = dashboard.panels.map((panel) => ofStation(panel, auto, titleOf));
      // In a heatmap, Grafana is told of the bucket where a station knows it.
      expect(ours.map((one) => (one.kind === 'heatmap' ? { ...one, legends: ['{{le}}'] } : one))).toEqual(
        theirs,
      );
      expect(dashboard.variables.map(({ name }) => name)).toEqual(
        board.templating.list.map(({ name }) => name),
      );
      expect([dashboard.refreshMs, dashboard.rangeMs]).toEqual([30_000, 3_600_000]);
      expect([board.refresh, board.time.from]).toEqual(['30s', 'now-1h']);
    }
  });
});

describe('drill-down', () => {
  const linksOf = async (preset: string, title: string) => {
    const definition = PRESETS.find(([name]) => name === preset)![1];
    const dashboards = await dashboardsOfStation(definition);
    const panels = dashboards.find((one) => one.title === title)?.panels ?? [];
    const slugs = new Set(dashboards.map(({ slug }) => `/d/${slug}`));
    return panels.flatMap(({ links = [] }) => links.map(({ url }) => url)).filter((url) => slugs.has(url));
  };

  test('from the overview of a pipeline leads to the dashboard of each service', async () => {
    expect(new Set(await linksOf('pipeline', 'Data Processing Overview'))).toEqual(
      new Set(
        ['normalization', 'enrichment', 'aggregation', 'projection'].map((name) => `/d/${name}-service`),
      ),
    );
  });

  test('from the overview of a web application leads to the API, the workers and the stores', async () => {
    expect(new Set(await linksOf('webapp', 'Overview'))).toEqual(
      new Set(['/d/api-performance', '/d/celery-workers', '/d/database-redis']),
    );
  });
});
