import type { Workspace } from '../../workspace/workspace.ts';

/** Functions and operators of MetricsQL that PromQL does not have, and the names of its server's metrics. */
const METRICSQL =
  /\b(?:WITH|union|label_set|label_copy|label_move|label_del|keep_last_value|keep_next_value|interpolate|default_rollup|rollup\w*|range_(?:avg|first|last|max|median|min|quantile|sum)|running_\w+|topk_\w+|bottomk_\w+|increase_pure|rate_over_sum|smooth_exponential|remove_resets|share|mode|limit_offset|sum2|outliersk)\s*\(|\)\s*(?:default|if|ifnot)\s|\bkeep_metric_names\b|\bvm_\w+/;

/**
 * Whether dashboards ask VictoriaMetrics, which passes for a Prometheus and reads more than PromQL:
 * `rate(x)` without a range, among others.
 */
export function usesMetricsql({ dashboards }: Workspace): boolean {
  return dashboards.some(({ panels }) =>
    panels.some(({ targets }) => targets.some(({ text }) => METRICSQL.test(text))),
  );
}
