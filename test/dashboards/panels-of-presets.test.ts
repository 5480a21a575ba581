import type { ResolvedDefinition } from '@telltale/definition';
import {
  aiApp,
  defineMonitoring,
  framework,
  migration,
  pipeline,
  resolveDefinition,
  webapp,
} from '@telltale/definition';
import { fillVariables, parseDashboard, parseSourceTree } from '@telltale/formats';
import { generateGrafana } from '@telltale/manifests';
import { createQueryEngine, parseExpr } from '@telltale/promql';
import { describe, expect, it } from 'vitest';
import { addRecordings, sampleOfMetrics } from './sample-of-metrics.ts';

const END_MS = Date.UTC(2026, 10, 22, 12);

const resolved = (definition: Parameters<typeof resolveDefinition>[0]): ResolvedDefinition =>
  resolveDefinition(definition, { parse: parseExpr });

const PRESETS: readonly (readonly [string, ResolvedDefinition])[] = [
  ['migration', resolved(defineMonitoring({ service: 'altium-kicad', preset: migration() }))],
  ['pipeline', resolved(defineMonitoring({ service: 'pipeline', preset: pipeline() }))],
  ['webapp', resolved(defineMonitoring({ service: 'pybase', preset: webapp() }))],
  ['framework', resolved(defineMonitoring({ service: 'shop', preset: framework() }))],
  ['ai-app', resolved(defineMonitoring({ service: 'dev-pynode', preset: aiApp() }))],
];

/** A query of a generated dashboard, with the title of its panel. */
interface PanelQuery {
  readonly panel: string;
  readonly query: string;
}

/** What Grafana asks Prometheus: read from the generated files, with variables filled in. */
function panelQueries(definition: ResolvedDefinition): readonly PanelQuery[] {
  const files = generateGrafana(definition).filter(({ path }) => path.endsWith('.json'));
  return files.flatMap(({ path, text }) => {
    const dashboard = parseDashboard(parseSourceTree(text, path).roots[0]);
    return (dashboard?.panels ?? []).flatMap(({ title, targets }) =>
      targets
        .filter(({ datasource }) => datasource?.type === 'prometheus')
        .map(({ expr }) => ({
          panel: `${dashboard?.title?.text()}: ${title?.text()}`,
          query: fillVariables(expr?.text() ?? '', () => []).text,
        })),
    );
  });
}

describe.each(PRESETS)('the dashboards of the preset %s', (_, definition) => {
  it('have no panel that stays empty: every query gives something on series of all that is declared', async () => {
    const queries = panelQueries(definition);
    const exprs = [
      ...queries.map(({ query }) => parseExpr(query)),
      ...definition.rules.map(({ expr }) => expr),
    ];
    const store = sampleOfMetrics(definition, exprs, END_MS);
    await addRecordings(definition, store, END_MS);
    const engine = createQueryEngine({ source: store });
    const empty: string[] = [];
    for (const { panel, query } of queries) {
      const { value } = await engine.instant(parseExpr(query), END_MS);
      const count = value.type === 'vector' ? value.samples.length : 1;
      if (count === 0) empty.push(`${panel}: ${query}`);
    }
    expect(queries.length).toBeGreaterThan(0);
    expect(empty).toEqual([]);
  });

  it('explain every panel', () => {
    const panels = definition.dashboards.flatMap((dashboard) => dashboard.panels);
    expect(panels.filter(({ description = '' }) => description === '').map(({ title }) => title)).toEqual([]);
  });

  it('have a time range and an interval of refreshing', () => {
    for (const { path, text } of generateGrafana(definition)) {
      if (!path.endsWith('.json')) continue;
      expect(JSON.parse(text)).toMatchObject({
        time: { from: expect.stringMatching(/^now-\d/) },
        refresh: expect.stringMatching(/^\d+[smh]$/),
      });
    }
  });
});
