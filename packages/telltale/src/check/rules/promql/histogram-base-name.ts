import type { Expr } from '@telltale/model';
import type { MetricCatalogue } from '../../catalogue/metric-catalogue.ts';
import type { CheckRule } from '../../check-rule.ts';
import { onlySelector } from '../../expression/inference/share-of-whole.ts';
import { callsOf, nodesOfKind, unwrapped } from '../../expression/nodes.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedQuery } from '../../workspace/checked-query.ts';
import { shopFiles } from '../examples/example-files.ts';

/** Classic histograms asked for by their base name. */
export const promqlHistogramBaseName: CheckRule = {
  id: 'promql/histogram-base-name',
  severity: 'error',
  why: 'A classic histogram has no series of its own name: the query always returns nothing.',
  doc: `The name of a declared classic histogram without _bucket, _sum or _count. Native histograms are
series of their own name and are not reported. And quantiles of what is no bucket: _sum, _count, and, where
le is kept, names without _bucket.`,
  examples: [
    {
      wrong: { files: shopFiles('shop_request_duration_seconds > 1') },
      right: {
        files: shopFiles(
          'histogram_quantile(0.95, sum by (le) (rate(shop_request_duration_seconds_bucket[5m]))) > 1',
        ),
      },
    },
  ],
  *run({ queries, catalogue }) {
    yield* quantilesOfOthers(queries, catalogue);
    for (const { query, node, source } of nodesOfKind(queries, 'vector')) {
      const name = metricNameOf(node);
      if (name === undefined || catalogue.get(name)?.kind !== 'histogram') continue;
      const at = Math.max(source.start, query.text.indexOf(name, source.start));
      yield {
        place: query.placeOf({ start: at, end: at + name.length }),
        message: `'${name}' is a classic histogram: it has no series of that name`,
        fix: `for the 95th percentile: histogram_quantile(0.95, sum by (le) (rate(${name}_bucket[5m]))); for the mean: rate(${name}_sum[5m]) / rate(${name}_count[5m])`,
      };
    }
  },
};

const QUANTILE: ReadonlySet<string> = new Set(['histogram_quantile']);

function* quantilesOfOthers(
  queries: readonly CheckedQuery[],
  catalogue: MetricCatalogue,
): Iterable<RuleFinding> {
  for (const { query, node } of callsOf(queries, QUANTILE)) {
    const [, operand] = node.args;
    const selector = operand && onlySelector(operand);
    const name = selector && metricNameOf(selector);
    if (!selector?.source || name === undefined || /_bucket$|:/.test(name)) continue;
    const isPart = /_(?:sum|count)$/.test(name);
    const isKnown = catalogue.get(name)?.kind === 'histogram' || catalogue.get(name)?.isNative === true;
    if (isKnown || !(isPart || keepsBounds(operand))) continue;
    const start = query.text.indexOf(name, selector.source.start);
    yield {
      place: query.placeOf({ start, end: start + name.length }),
      message: `'${name}' has no buckets to compute a quantile from`,
      fix: `write ${name.replace(/_(?:sum|count)$/, '')}_bucket`,
      ...(!isPart && { severity: 'warning' }),
    };
  }
}

/** Native histograms have no label le: who keeps it means a classic one. */
function keepsBounds(expr: Expr): boolean {
  const node = unwrapped(expr);
  return node.kind === 'aggregation' && node.grouping?.mode === 'by' && node.grouping.labels.includes('le');
}
