import { expect, test } from 'vitest';
import { parseExpr } from '../parser/parse-expr.ts';
import { unitOfQuery } from './unit-of-query.ts';

test.each([
  ['http_request_duration_seconds_sum', 'seconds'],
  ['histogram_quantile(0.95, sum by (le) (rate(http_request_duration_seconds_bucket[5m]))) > 0.5', 'seconds'],
  ['rate(http_requests_total[5m]) > 100', 'per_second'],
  ['sum(rate(http_requests_total{code=~"5.."}[5m])) / sum(rate(http_requests_total[5m])) > 0.05', 'ratio'],
  ['rate(node_network_receive_bytes_total[5m])', 'bytes_per_second'],
  ['max by (instance) (process_resident_memory_bytes) > 1e9', 'bytes'],
  ['node_filesystem_avail_bytes / node_filesystem_size_bytes < 0.1', 'ratio'],
  ['rate(process_cpu_seconds_total[5m])', 'ratio'],
  ['disk_used_ratio > 0.9 and on (disk) disk_writes_total', 'ratio'],
  ['time() - backup_last_success_timestamp_seconds > 86400', 'seconds'],
  ['tls_expiry_timestamp_seconds - time() < 86400', 'seconds'],
  ['time() - max(node_boot_time_seconds)', 'seconds'],
  ['backup_last_success_timestamp_seconds', undefined],
  ['count(process_resident_memory_bytes)', undefined],
  ['queue_length > 100', undefined],
  ['up == 0', undefined],
])('%s is in %s', (query, unit) => {
  expect(unitOfQuery(parseExpr(query))).toBe(unit);
});
