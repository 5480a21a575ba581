import { defineMonitoring, logCounter, logHistogram, resolveDefinition } from '@telltale/definition';
import type { LogMetricDeclarations } from '@telltale/definition';
import type { LogRecord } from '@telltale/model';
import { createRegistry } from '@telltale/sdk';
import { compileRegexp } from '@telltale/storage';
import { describe, expect, test } from 'vitest';
import { compileLogMetrics } from './compile-log-metrics.ts';
import { recordLogMetrics } from './record-log-metrics.ts';

function record(
  message: string,
  attributes: LogRecord['attributes'] = {},
  over: Partial<LogRecord> = {},
): LogRecord {
  return { timeMs: 1, severity: 9, service: 'auth', resource: {}, message, attributes, ...over };
}

/** What a station that takes the records shows of the metrics. */
async function pageOf(metrics: LogMetricDeclarations, records: readonly LogRecord[]): Promise<string> {
  const { logMetrics = [] } = resolveDefinition(defineMonitoring({ service: 'auth', logs: { metrics } }));
  const registry = createRegistry();
  const compiled = compileLogMetrics(logMetrics, compileRegexp);
  recordLogMetrics(compiled, registry, {
    onRecords: (listener) => {
      listener(records);
      return () => {};
    },
  });
  return registry.expose();
}

describe('metrics that come from logs', () => {
  test('count the records of a query, by fields of the records', async () => {
    const metrics = {
      failed_logins_total: logCounter({
        help: 'Failed',
        query: '"login failed" service:auth',
        labels: { reason: 'login.reason', level: 'level' },
      }),
    };
    const page = await pageOf(metrics, [
      record('Login failed', { login: { reason: 'password' } }),
      record('login FAILED again', { 'login.reason': 'password' }),
      record('login failed', {}, { severity: 17 }),
      record('login failed', {}, { service: 'shop' }),
      record('login succeeded'),
    ]);
    expect(page).toContain('failed_logins_total{reason="password",level="info"} 2\n');
    expect(page).toContain('failed_logins_total{reason="",level="error"} 1\n');
    expect(page.match(/^failed_logins_total\{/gm)).toHaveLength(2);
  });

  test('without labels are there from the start, at 0', async () => {
    const metrics = { panics_total: logCounter({ help: 'Panics', query: 'panic' }) };
    expect(await pageOf(metrics, [])).toContain('panics_total 0\n');
  });

  test('add up and observe the numbers of a field; what has none is counted', async () => {
    const metrics = {
      sent_bytes_total: logCounter({ help: 'Sent', query: '*', value: 'http.bytes', unit: 'bytes' }),
      answer_duration_seconds: logHistogram({
        help: 'Duration',
        query: '*',
        value: 'duration_ms',
        scale: 0.001,
        unit: 'seconds',
        buckets: [0.1, 1],
        labels: { service: 'service' },
      }),
    };
    const page = await pageOf(metrics, [
      record('GET /', { http: { bytes: 512 }, duration_ms: '250' }),
      record('GET /', { http: { bytes: '1e3' }, duration_ms: 'fast' }),
      record('GET /', { http: { bytes: -1 }, duration_ms: 20 }),
    ]);
    expect(page).toContain('sent_bytes_total 1512\n');
    expect(page).toContain('answer_duration_seconds_bucket{service="auth",le="0.1"} 1\n');
    expect(page).toContain('answer_duration_seconds_bucket{service="auth",le="1"} 2\n');
    expect(page).toContain('answer_duration_seconds_sum{service="auth"} 0.27\n');
    expect(page).toContain('telltale_log_metrics_unusable_records_total{metric="sent_bytes_total"} 1\n');
    expect(page).toContain(
      'telltale_log_metrics_unusable_records_total{metric="answer_duration_seconds"} 1\n',
    );
  });

  test('have no more series than they may, whatever the values of a field', async () => {
    const metrics = {
      seen_total: logCounter({ help: 'Seen', query: '*', labels: { user: 'user' }, maxSeries: 10 }),
    };
    const page = await pageOf(
      metrics,
      Array.from({ length: 1000 }, (_, user) => record('seen', { user })),
    );
    const series = page.match(/^seen_total\{.*$/gm) ?? [];
    expect(series.length).toBeLessThanOrEqual(11);
    const total = series.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
    expect(total).toBe(1000);
  });

  test('a regular expression that is none is told with the name of its metric', () => {
    const metrics = { odd_total: logCounter({ help: 'Odd', query: '/a(/' }) };
    const { logMetrics = [] } = resolveDefinition(defineMonitoring({ service: 'auth', logs: { metrics } }));
    expect(() => compileLogMetrics(logMetrics, compileRegexp)).toThrow(
      /^logs\.metrics\.odd_total\.query: .*regular/,
    );
  });
});
