import { walkExpr } from '@telltale/model';
import type { Expr, Rule, VectorSelector } from '@telltale/model';

/** What Prometheus adds to the name of a histogram or summary. */
const SUFFIX = /_(?:bucket|count|sum|created)$/;
const ALERT_SERIES = ['ALERTS', 'ALERTS_FOR_STATE'];

/** Names of the alerts that look at one of the metrics, by recording rules and other alerts, too. */
export function alertsAffectedBy(metrics: readonly string[], rules: readonly Rule[]): readonly string[] {
  const moved = new Set(metrics);
  const affected = new Set<Rule>();
  for (let before = -1; before < affected.size;) {
    before = affected.size;
    for (const rule of rules) {
      if (affected.has(rule) || !looksAt(rule.expr, moved)) continue;
      affected.add(rule);
      for (const name of rule.kind === 'recording' ? [rule.name] : ALERT_SERIES) moved.add(name);
    }
  }
  return [...new Set([...affected].filter(({ kind }) => kind === 'alerting').map(({ name }) => name))];
}

function looksAt(expr: Expr, metrics: ReadonlySet<string>): boolean {
  return [...walkExpr(expr)].some((node) => {
    if (node.kind !== 'vector') return false;
    const name = nameOf(node);
    // Without a name it may be anything.
    return name === undefined || metrics.has(name) || metrics.has(name.replace(SUFFIX, ''));
  });
}

function nameOf({ metric, matchers }: VectorSelector): string | undefined {
  return metric ?? matchers.find(({ name, op }) => name === '__name__' && op === '=')?.value;
}
