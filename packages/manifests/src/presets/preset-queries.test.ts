import {
  aiApp,
  alertmanagerServer,
  cadvisor,
  clickhouse,
  defineMonitoring,
  framework,
  kafkaExporter,
  migration,
  minio,
  nodeExporter,
  pipeline,
  postgresExporter,
  prometheusServer,
  redisExporter,
  resolveDefinition,
  webapp,
} from '@telltale/definition';
import type { ResolvedDefinition, ResolvedMetric } from '@telltale/definition';
import type { Expr, VectorSelector } from '@telltale/model';
import { analyseExpr, parseExpr } from '@telltale/promql';
import { describe, expect, it } from 'vitest';

const EXPORTERS = [
  nodeExporter(),
  cadvisor(),
  postgresExporter(),
  redisExporter(),
  kafkaExporter(),
  clickhouse(),
  minio(),
  prometheusServer(),
  alertmanagerServer(),
];

const DEFINITIONS = {
  migration: defineMonitoring({ service: 's', preset: migration() }),
  pipeline: defineMonitoring({ service: 's', preset: pipeline() }),
  'pipeline of one service': defineMonitoring({
    service: 's',
    preset: pipeline({ records: 'enrichment_service' }),
  }),
  webapp: defineMonitoring({ service: 's', preset: webapp() }),
  framework: defineMonitoring({ service: 's', preset: framework() }),
  'ai-app': defineMonitoring({ service: 's', preset: aiApp() }),
  'all exporters': defineMonitoring({ service: 's', exporters: EXPORTERS }),
};

interface NamedQuery {
  readonly place: string;
  readonly query: string;
}

/** Every query of a definition, with where it stands. */
function queriesOf({ rules, dashboards, queries }: ResolvedDefinition): readonly NamedQuery[] {
  return [
    ...rules.map(({ name, query }) => ({ place: name, query })),
    ...queries.map(({ name, query }) => ({ place: name, query })),
    ...dashboards.flatMap((dashboard) =>
      dashboard.panels.flatMap((panel) =>
        panel.queries.map(({ query }) => ({ place: `${dashboard.title}: ${panel.title}`, query })),
      ),
    ),
  ];
}

/** Labels by name of series; those of histograms are there too. */
function seriesLabels(resolved: ResolvedDefinition): ReadonlyMap<string, ReadonlySet<string>> {
  const series = new Map([['up', new Set(['job', 'instance'])]]);
  for (const metric of resolved.metrics) {
    const labels = [...Object.keys(metric.labels), 'job', 'instance'];
    for (const [suffix, ...more] of suffixesOf(metric)) {
      series.set(`${metric.name}${suffix}`, new Set([...labels, ...more]));
    }
  }
  return series;
}

function suffixesOf({ kind }: ResolvedMetric): readonly (readonly string[])[] {
  if (kind === 'histogram') return [['_bucket', 'le'], ['_sum'], ['_count']];
  return kind === 'summary' ? [['', 'quantile'], ['_sum'], ['_count']] : [['']];
}

/** Every selector of an expression. */
function selectorsOf(expr: Expr): readonly VectorSelector[] {
  if (expr.kind === 'vector') return [expr];
  const inside = Object.values(expr).flatMap((value: unknown) => (Array.isArray(value) ? value : [value]));
  return inside.filter(isExpr).flatMap(selectorsOf);
}

function isExpr(value: unknown): value is Expr {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

describe.each(Object.entries(DEFINITIONS))('the queries of %s', (_, definition) => {
  const resolved = resolveDefinition(definition, { parse: parseExpr });
  const queries = queriesOf(resolved);

  it('can be parsed, and have no fault of types', () => {
    expect(queries.length).toBeGreaterThan(10);
    for (const { place, query } of queries) {
      expect(() => analyseExpr(parseExpr(query), query), place).not.toThrow();
    }
  });

  it('use no metric and no label that is not declared', () => {
    const known = seriesLabels(resolved);
    const unknown = queries.flatMap(({ place, query }) =>
      selectorsOf(parseExpr(query)).flatMap(({ metric = '', matchers }) => {
        const labels = known.get(metric);
        if (!labels) return [`${place}: ${metric}`];
        const foreign = matchers.filter(({ name }) => !labels.has(name));
        return foreign.map(({ name }) => `${place}: ${metric}{${name}}`);
      }),
    );
    expect(unknown).toEqual([]);
  });

  it('group by no label that the metric does not have', () => {
    const known = seriesLabels(resolved);
    const foreign = queries.flatMap(({ place, query }) =>
      groupingsOf(parseExpr(query)).flatMap(({ labels, under }) =>
        labels
          .filter((label) => !under.some(({ metric = '' }) => known.get(metric)?.has(label)))
          .map((label) => `${place}: ${label}`),
      ),
    );
    expect(foreign).toEqual([]);
  });

  it('ask of jobs that are targets', () => {
    const jobs = new Set(resolved.targets.map(({ job }) => job));
    const asked = queries.flatMap(({ query }) =>
      selectorsOf(parseExpr(query)).flatMap(({ matchers }) =>
        matchers.filter(({ name, op }) => name === 'job' && op === '=').map(({ value }) => value),
      ),
    );
    expect(asked.filter((job) => !jobs.has(job))).toEqual([]);
  });
});

describe('the alerts of the preset pipeline', () => {
  const { rules } = resolveDefinition(DEFINITIONS.pipeline, { parse: parseExpr });

  it.each(['ServiceDown', 'ServiceUnhealthy', 'NoMessagesProcessed'])(
    '%s fires for each service that is silent, not only when all are',
    (name) => {
      const rule = rules.find((one) => one.name === name);
      expect(rule?.query.match(/ or absent\(/g)).toHaveLength(4);
    },
  );
});

interface Grouping {
  readonly labels: readonly string[];
  readonly under: readonly VectorSelector[];
}

/** What is grouped by in an expression, with the selectors below it. */
function groupingsOf(expr: Expr): readonly Grouping[] {
  const own =
    expr.kind === 'aggregation' && expr.grouping?.mode === 'by'
      ? [{ labels: expr.grouping.labels, under: selectorsOf(expr.expr) }]
      : [];
  const inside = Object.values(expr).flatMap((value: unknown) => (Array.isArray(value) ? value : [value]));
  return [...own, ...inside.filter(isExpr).flatMap(groupingsOf)];
}
