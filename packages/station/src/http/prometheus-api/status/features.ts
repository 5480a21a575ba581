import { FUNCTIONS } from '@telltale/promql';

/** Whether each optional part of the API and the language is on, under Prometheus' names. */
export function featuresJson(experimental: boolean) {
  const functions = [...FUNCTIONS.values()].map(
    (signature) => [signature.name, experimental || !signature.experimental] as const,
  );
  return {
    api: {
      admin: true,
      exclude_alerts: true,
      label_values_match: true,
      lifecycle: false,
      otlp_write_receiver: false,
      query_stats: true,
      query_warnings: true,
      remote_write_receiver: false,
      search: false,
      time_range_labels: true,
      time_range_series: true,
    },
    promql: {
      anchored: experimental,
      at_modifier: true,
      duration_expr: experimental,
      fill: experimental,
      negative_offset: true,
      per_query_lookback_delta: true,
      per_step_stats: true,
      smoothed: experimental,
      subqueries: true,
    },
    promql_functions: Object.fromEntries(functions),
    rules: { concurrent_rule_eval: false, keep_firing_for: true, query_offset: true },
    tsdb: { exemplar_storage: true, native_histograms: true },
  };
}
