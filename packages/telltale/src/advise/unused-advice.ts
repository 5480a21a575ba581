import type { Expr, Matcher, VectorSelector } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import { familyOf } from './metric-family.ts';

/** A metric that nothing asks for. */
export interface UnusedMetric {
  /** Name of the metric; its series may have endings. */
  readonly name: string;
  /** Names of its series. */
  readonly seriesNames: readonly string[];
  /** How many series are stored; `undefined` where no server was asked. */
  readonly series: number | undefined;
}

/** A metric that no panel shows, with a panel that would. */
export interface PanelSuggestion {
  readonly name: string;
  readonly query: string;
}

/** What `telltale advise unused` says. */
export interface UnusedAdvice {
  /** Metrics that exist. */
  readonly metrics: number;
  /** In no alert, recording, panel or saved query; those with the most series first. */
  readonly unused: readonly UnusedMetric[];
  /** In no panel. */
  readonly withoutPanel: readonly PanelSuggestion[];
}

/** A query with what it is for. */
export interface UsedQuery {
  readonly expr: Expr;
  readonly use: 'alert' | 'recording' | 'panel';
}

/**
 * Which metrics are asked for by nothing.
 *
 * @param seriesNames Names of the series that exist.
 * @param queries All queries of definitions, rules and dashboards.
 * @param counts Stored series by name, where a server was asked.
 */
export function adviseUnused(
  seriesNames: readonly string[],
  queries: readonly UsedQuery[],
  counts?: ReadonlyMap<string, number>,
): UnusedAdvice {
  const all = new Set(seriesNames);
  const families = Map.groupBy(all, (name) => familyOf(name, all));
  const used = familiesIn(queries, all);
  const shown = familiesIn(
    queries.filter(({ use }) => use === 'panel'),
    all,
  );
  const names = [...families.keys()].sort();
  const unused = names.filter((name) => !used.has(name)).map((name) => describe(name, families, counts));
  return {
    metrics: families.size,
    unused: unused.toSorted((a, b) => (b.series ?? 0) - (a.series ?? 0)),
    withoutPanel: names
      .filter((name) => !shown.has(name))
      .map((name) => ({ name, query: panelFor(name, families.get(name) ?? []) })),
  };
}

function describe(
  name: string,
  families: ReadonlyMap<string, readonly string[]>,
  counts: ReadonlyMap<string, number> | undefined,
): UnusedMetric {
  const seriesNames = (families.get(name) ?? []).toSorted();
  const series = counts && seriesNames.reduce((sum, one) => sum + (counts.get(one) ?? 0), 0);
  return { name, seriesNames, series };
}

function familiesIn(queries: readonly UsedQuery[], all: ReadonlySet<string>): ReadonlySet<string> {
  const families = new Set<string>();
  for (const { expr } of queries) {
    for (const node of walkExpr(expr)) {
      if (node.kind !== 'vector') continue;
      for (const name of namesOf(node, all)) families.add(familyOf(name, all));
    }
  }
  return families;
}

/** A selector names its metric, or takes all that some matchers take. */
function namesOf(selector: VectorSelector, all: ReadonlySet<string>): readonly string[] {
  if (selector.metric !== undefined) return [selector.metric];
  const matchers = selector.matchers.filter(({ name }) => name === '__name__').map(compiled);
  return matchers.length === 0 ? [] : [...all].filter((name) => matchers.every((matches) => matches(name)));
}

function compiled(matcher: Matcher): (name: string) => boolean {
  const compiledMatcher = compileMatcher(matcher);
  return (name) => compiledMatcher.matches(name);
}

/** A panel that suits the kind of a metric, as far as its name tells it. */
function panelFor(name: string, series: readonly string[]): string {
  if (series.includes(`${name}_bucket`)) {
    return `histogram_quantile(0.95, sum by (le) (rate(${name}_bucket[5m])))`;
  }
  if (series.includes(`${name}_sum`) && series.includes(`${name}_count`)) {
    return `sum(rate(${name}_sum[5m])) / sum(rate(${name}_count[5m]))`;
  }
  if (name.endsWith('_total')) return `sum(rate(${name}[5m]))`;
  return name.endsWith('_timestamp_seconds') ? `time() - max(${name})` : `sum(${name})`;
}

/** Relabelling for a scrape job that leaves metrics out before they are stored. */
export function dropRules(unused: readonly UnusedMetric[]): string {
  const names = unused.flatMap(({ seriesNames }) => seriesNames);
  if (names.length === 0) return '';
  const lines = [
    'metric_relabel_configs:',
    '  - source_labels: [__name__]',
    `    regex: ${names.map((name) => name.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)).join('|')}`,
    '    action: drop',
  ];
  return `${lines.join('\n')}\n`;
}
