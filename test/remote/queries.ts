/** A question that must have the same answer wherever the samples are. */
export interface SharedQuery {
  readonly query: string;
  /** Asked for steps of a range, and not for its end alone. */
  readonly isRange?: true;
  /** VictoriaMetrics gives the same answer: it computes windows, names and comparisons in another way. */
  readonly isOfMetricsQl?: true;
}

const metricsQl = { isOfMetricsQl: true } as const;
const range = { isRange: true } as const;

/** What is asked of the engine: what selects, computes over time, aggregates, matches and relabels. */
export const QUERIES: readonly SharedQuery[] = [
  { query: 'queue_depth', ...metricsQl },
  { query: 'queue_depth', ...range, ...metricsQl },
  { query: 'requests_total{code=~"4..|5..",instance!="c"}', ...metricsQl },
  { query: '{__name__=~"queue.*|temper.*",instance!~"b|c"}', ...metricsQl },
  { query: 'nothing_here', ...metricsQl },
  { query: 'queue_depth offset 5m', ...range, ...metricsQl },
  { query: 'queue_depth @ start() - queue_depth @ end()', ...range },
  { query: 'requests_total{instance="a"}[90s]' },
  { query: 'rate(requests_total{code!="404"}[5m])', ...range },
  { query: 'increase(requests_total{code="200"}[3m] offset 1m)', ...range },
  { query: 'irate(requests_total{code="500"}[2m])', ...range },
  { query: 'delta(queue_depth[5m])' },
  { query: 'deriv(memory_bytes[10m])', ...range },
  { query: 'predict_linear(queue_depth[5m], 600)' },
  { query: 'resets(requests_total[30m])' },
  { query: 'changes(queue_depth[5m])' },
  { query: 'avg_over_time(queue_depth[5m])', ...range },
  { query: 'quantile_over_time(0.9, queue_depth[10m])', ...range },
  { query: 'max_over_time(sum by (code) (rate(requests_total{code!="404"}[1m]))[5m:30s])', ...range },
  { query: 'count_over_time((queue_depth > 100)[10m:1m])' },
  { query: 'present_over_time(late_gauge[5m])', ...range },
  { query: 'histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket[5m])))', ...range },
  { query: 'rate(latency_seconds_sum[5m]) / rate(latency_seconds_count[5m])', ...range },
  { query: 'sum by (instance) (requests_total{code!="404"})', ...range, ...metricsQl },
  { query: 'avg without (instance, room) (temperature)', ...metricsQl },
  { query: 'count(requests_total) by (code)', ...metricsQl },
  { query: 'stddev by (job) (queue_depth)', ...range, ...metricsQl },
  { query: 'topk(2, queue_depth)', ...metricsQl },
  { query: 'bottomk by (code) (1, requests_total)', ...metricsQl },
  { query: 'quantile(0.5, queue_depth)', ...metricsQl },
  { query: 'count_values("version", version_info)', ...metricsQl },
  { query: 'queue_depth * 2 + 1', ...range, ...metricsQl },
  { query: 'queue_depth > 50 and on (instance) version_info', ...metricsQl },
  { query: 'requests_total unless requests_total{code="200"}', ...metricsQl },
  {
    query: 'requests_total{code="200"} / on (instance) group_left (version) version_info',
    ...metricsQl,
  },
  { query: 'sum(requests_total) > bool 1' },
  { query: 'label_replace(version_info, "minor", "$1", "version", "1[.](.*)")', ...metricsQl },
  { query: 'label_join(queue_depth, "place", "/", "job", "instance")', ...metricsQl },
  { query: 'absent(nothing_here{job="fleet"})', ...metricsQl },
  { query: 'special', ...range },
  { query: '"text"' },
  { query: 'scalar(sum(version_info)) * 2' },
  { query: 'sort_desc(clamp(queue_depth, 10, 100))' },
  { query: 'sum(', isOfMetricsQl: true },
];

/** What is asked of the other parts of the API. */
export const LABEL_QUESTIONS: readonly string[] = [
  'labels',
  'labels?match[]=version_info',
  'labels?match[]=queue_depth&match[]=temperature',
  'label/__name__/values',
  'label/code/values?match[]=requests_total{code!="200"}',
  'label/nothing/values',
  'series?match[]=queue_depth&match[]={version="1.1"}',
  'series?match[]=latency_seconds_bucket{le="%2BInf"}',
];
