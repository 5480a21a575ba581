import { expect, test } from 'vitest';
import { suggestQuery } from './suggest-query.ts';

test('a metric is asked for as its type wants it', () => {
  expect(suggestQuery({ name: 'requests_total', type: 'counter' })).toBe('rate(requests_total[5m])');
  expect(suggestQuery({ name: 'latency_seconds', type: 'histogram' })).toBe(
    'histogram_quantile(0.95, sum by (le) (rate(latency_seconds_bucket[5m])))',
  );
  expect(suggestQuery({ name: 'gc_seconds', type: 'summary' })).toBe(
    'rate(gc_seconds_sum[5m]) / rate(gc_seconds_count[5m])',
  );
  expect(suggestQuery({ name: 'queue_length', type: 'gauge' })).toBe('queue_length');
  expect(suggestQuery({ name: 'backup_timestamp_seconds', type: 'gauge' })).toBe(
    'time() - backup_timestamp_seconds',
  );
});

test('a name that PromQL cannot say bare is quoted', () => {
  expect(suggestQuery({ name: 'http.server.requests', type: 'counter' })).toBe(
    'rate({"http.server.requests"}[5m])',
  );
  expect(suggestQuery({ name: 'a"b\\c', type: 'unknown' })).toBe('{"a\\"b\\\\c"}');
});
