import type { QueryMoment, QueryPlan, QueryService, Rule } from '@telltale/model';

/** The queries of a group's rules; by a service that has no plans they are asked one by one. */
export function planRules(query: QueryService, rules: readonly Rule[]): QueryPlan {
  const expressions = rules.map(({ expr }) => expr);
  return query.plan?.(expressions) ?? { at: (timeMs) => oneByOne(query, rules, timeMs) };
}

function oneByOne(query: QueryService, rules: readonly Rule[], timeMs: number): QueryMoment {
  return {
    instant: (index, options) => query.instant(rules[index].expr, timeMs, options),
    forget: () => undefined,
  };
}

const ALERT_METRICS = ['ALERTS', 'ALERTS_FOR_STATE'];

/** Names of the metrics that a rule writes. */
export function metricsOf(rule: Rule): readonly string[] {
  return rule.kind === 'recording' ? [rule.name] : ALERT_METRICS;
}
