export { createClickHouseLogs } from './clickhouse/logs/clickhouse-logs.ts';
export { createClickHouseTraces } from './clickhouse/traces/clickhouse-traces.ts';
