import type { ExporterPack } from '@telltale/definition';
import { defineMonitoring, resolveDefinition } from '@telltale/definition';
import type { Expr, VectorSelector } from '@telltale/model';
import { childrenOf } from '@telltale/model';
import { parseExpr } from '@telltale/promql';

/** Metrics that the alerts and panels of a pack ask for, each with the labels by which it is matched and grouped. */
function seriesOfPack(pack: ExporterPack): ReadonlyMap<string, ReadonlySet<string>> {
  const definition = defineMonitoring({ service: 'shop', exporters: [pack] });
  const { rules, dashboards } = resolveDefinition(definition, { parse: parseExpr });
  const panels = dashboards.flatMap((dashboard) => dashboard.panels).flatMap(({ queries }) => queries);
  const asked = new Map<string, Set<string>>();
  for (const { query } of [...rules, ...panels]) {
    for (const [{ metric, matchers }, grouped] of selectorsOf(parseExpr(query), [])) {
      // `up` and what rules record is the station's own.
      if (metric === undefined || !Object.hasOwn(pack.metrics, metric)) continue;
      const labels = asked.get(metric) ?? new Set();
      for (const name of [...grouped, ...matchers.map((matcher) => matcher.name)]) labels.add(name);
      asked.set(metric, labels);
    }
  }
  return asked;
}

/**
 * What a pack asks for and a page has not, as `metric{label}`.
 *
 * @param page label sets of its series, by metric.
 */
export function missingSeries(
  pack: ExporterPack,
  page: ReadonlyMap<string, readonly Readonly<Record<string, string>>[]>,
): readonly string[] {
  return [...seriesOfPack(pack)].flatMap(([metric, labels]) => {
    const series = page.get(metric);
    if (!series) return [metric];
    const hasLabel = (name: string) => series.some((one) => Object.hasOwn(one, name));
    return [...labels]
      .filter((name) => !LABELS_OF_TARGETS.has(name) && !hasLabel(name))
      .map((name) => `${metric}{${name}}`);
  });
}

/** Labels that each target has, whatever is read of it. */
const LABELS_OF_TARGETS: ReadonlySet<string> = new Set(['job', 'instance']);

/** Selectors, each with the labels by which the innermost aggregation around it groups. */
function* selectorsOf(
  node: Expr,
  grouped: readonly string[],
): IterableIterator<readonly [VectorSelector, readonly string[]]> {
  if (node.kind === 'vector') yield [node, grouped];
  const isBy = node.kind === 'aggregation' && node.grouping?.mode === 'by';
  const inner = isBy ? (node.grouping?.labels ?? []) : grouped;
  for (const child of childrenOf(node)) yield* selectorsOf(child, inner);
}
