/** The queries of the engine benchmark: what dashboards and alerts of a service ask. */
export const QUERIES: Readonly<Record<string, string>> = {
  q01_rate_by_route: 'sum by (route) (rate(http_requests_total[5m]))',
  q02_p95_by_route:
    'histogram_quantile(0.95, sum by (le, route) (rate(http_request_duration_seconds_bucket[5m])))',
  q03_error_ratio:
    'sum by (instance) (rate(http_requests_total{status=~"5.."}[5m])) / sum by (instance) (rate(http_requests_total[5m]))',
  q04_topk: 'topk(5, sum by (route, method) (rate(http_requests_total[5m])))',
  q05_label_replace:
    'sum by (shard) (label_replace(queue_depth, "shard", "$1", "instance", "10\\\\.0\\\\.0\\\\.(\\\\d+):.*"))',
  q06_avg_over_time: 'avg by (instance) (avg_over_time(process_resident_memory_bytes[10m]))',
  q07_max_by: 'max by (queue) (queue_depth)',
  q08_count: 'count({job="api"})',
  q09_offset: 'sum(rate(http_requests_total[5m])) - sum(rate(http_requests_total[5m] offset 1h))',
  q10_subquery: 'max_over_time(sum by (route) (rate(http_requests_total[5m]))[1h:1m])',
  q11_predict_linear: 'predict_linear(nodejs_heap_size_used_bytes[30m], 3600) > 1e8',
  q12_absent: 'absent(http_requests_total{job="nope"})',
  q13_unless_and:
    '(sum by (instance) (rate(http_requests_total[5m])) > 1 and sum by (instance) (queue_depth) > 10) unless on (instance) process_open_fds{job="worker"}',
  q14_group_left:
    'sum by (instance, status) (rate(http_requests_total[5m])) / on (instance) group_left () sum by (instance) (rate(http_requests_total[5m]))',
};

/** The ways each query is asked. */
export const SPANS = {
  instant: undefined,
  '1h': { lengthS: 3600, stepS: 15 },
  '6h': { lengthS: 6 * 3600, stepS: 60 },
} as const;

export type Span = keyof typeof SPANS;

/** The request for a query at or up to a time. */
export function requestPath(query: string, span: Span, endS: number): string {
  const range = SPANS[span];
  if (range === undefined) return `/api/v1/query?${new URLSearchParams({ query, time: String(endS) })}`;
  const parameters = {
    query,
    start: String(endS - range.lengthS),
    end: String(endS),
    step: String(range.stepS),
  };
  return `/api/v1/query_range?${new URLSearchParams(parameters)}`;
}
