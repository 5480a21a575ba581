import type { Expr } from '@telltale/model';
import { walkExpr } from '@telltale/model';
import type { MetricCatalogue } from '../../catalogue/metric-catalogue.ts';
import type { CheckRule } from '../../check-rule.ts';
import type { Inference } from '../../expression/inference/create-inference.ts';
import { isComparison } from '../../expression/comparison-operators.ts';
import { onlySelector } from '../../expression/inference/share-of-whole.ts';
import { metricNameOf } from '../../expression/selectors.ts';
import { alertFile } from '../examples/example-files.ts';

/** Alerts whose expression has no condition. */
export const alertNoComparison: CheckRule = {
  id: 'alert/no-comparison',
  severity: 'error',
  why: 'An alert fires for every series that its expression returns, whatever the value: this one always does.',
  doc: `An alert without any comparison, absent(), unless or and, over a metric of which it is known that
it is there all the time: counters, rates, ratios, quantiles, up, and gauges that are declared or widely known. Not reported:
series that exist only while something is wrong, such as ALERTS, and vector(1), the alert that is to fire
all the time.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('sum by (job) (rate(x_errors_total[5m]))') } },
      right: { files: { 'rules.yml': alertFile('sum by (job) (rate(x_errors_total[5m])) > 5') } },
    },
  ],
  *run({ rules, inference, catalogue }) {
    for (const { kind, query, placeOf } of rules) {
      if (kind !== 'alerting' || !query.expr || hasCondition(query.expr)) continue;
      if (!isAlwaysThere(query.expr, inference) && !isGauge(query.expr, catalogue)) continue;
      const message = 'the expression has no condition';
      yield { place: placeOf('expr'), message, fix: 'compare it with a threshold' };
    }
  },
};

function hasCondition(expr: Expr): boolean {
  return [...walkExpr(expr)].some((node) => {
    if (node.kind === 'binary') return isComparison(node.op) || node.op === 'unless' || node.op === 'and';
    if (node.kind === 'vector') return (metricNameOf(node) ?? '').startsWith('ALERTS');
    return node.kind === 'call' && /^(?:absent|absent_over_time|vector)$/.test(node.func);
  });
}

const ALWAYS: ReadonlySet<string> = new Set(['counter', 'buckets', 'rate', 'increase', 'quantile', 'share']);

function isGauge(expr: Expr, catalogue: MetricCatalogue): boolean {
  const selector = onlySelector(expr);
  const name = selector && metricNameOf(selector);
  return name === 'up' || catalogue.get(name ?? '')?.kind === 'gauge';
}

function isAlwaysThere(expr: Expr, inference: Inference): boolean {
  const { nature, type, isMeasured } = inference.of(expr);
  // A mean or a ratio of something is there whenever that is.
  return type === 'scalar' || ALWAYS.has(nature) || isMeasured;
}
