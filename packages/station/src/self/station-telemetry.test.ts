import { TelltaleError } from '@telltale/model';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { DiscoveryPlaceView } from '../contract.ts';
import { MemoryWatch } from '../memory/memory-watch.ts';
import { createStationTelemetry } from './station-telemetry.ts';

const stats = {
  series: 3,
  headSamples: 10,
  blockSamples: 120,
  appendedSamples: 20,
  outOfOrderSamples: 6,
  refusedSamples: { tooOld: 1, conflicting: 2, tooFarAhead: 3, malformed: 0 },
  duplicateSamples: 4,
  blocks: 5,
  exemplars: 7,
  cacheBytes: 100,
  walBytes: 200,
  diskBytes: 300,
  pendingBytes: 8,
  lastFlushMs: 9,
};
const group = {
  name: 'g',
  file: 'r.yml',
  intervalMs: 15_000,
  limit: 0,
  rules: [],
  lastEvaluationMs: 60_000,
  lastDurationMs: 20,
  lastSamples: 11,
  lastError: '',
  evaluations: 12,
  missedEvaluations: 13,
  failedRules: 14,
};

const alertmanager = {
  alertmanager: 'http://am:9093/api/v2/alerts',
  sentTotal: 3,
  errorsTotal: 2,
  droppedTotal: 1,
  queueLength: 4,
  queueCapacity: 100,
  latencySumSeconds: 1,
  latencyCount: 1,
  lastError: '',
};

const place: DiscoveryPlaceView = {
  mechanism: 'file',
  place: 'a.json',
  refreshMs: 1000,
  lastRefreshMs: 5000,
  error: 'no',
  targets: 34,
  refreshes: 35,
  failures: 36,
};

/** The lines of the metrics page that are the station's own. */
async function pageOf(telemetry: ReturnType<typeof createStationTelemetry>): Promise<string[]> {
  const server = createServer((request, response) => telemetry.answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const page = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`);
  const text = await page.text();
  await new Promise((resolve) => server.close(resolve));
  return text.split('\n').filter((line) => /^(?:telltale|prometheus|alertmanager)_/.test(line));
}

function setUp() {
  const telemetry = createStationTelemetry();
  onTestFinished(() => telemetry.shutdown());
  let appendedSamples = 20;
  telemetry.collect({
    store: {
      stats: () => ({ ...stats, appendedSamples }),
      retention: () => ({ retentionMs: 86_400_000, maxBytes: 1e9 }),
      corruptions: () => 1,
      diskFreeBytes: () => 5e9,
    },
    signals: {
      logs: { stats: async () => ({ records: 15, bytes: 16 }) },
      traces: { stats: async () => ({ traces: 17, spans: 18, bytes: 19, sampledOut: 20 }) },
    },
    capacity: { use: () => Promise.resolve([]) },
    memory: new MemoryWatch({
      limitBytes: 400,
      letGo: () => undefined,
      onShed: (what) => telemetry.onShed(what),
      log: () => undefined,
      read: () => ({ residentBytes: 380, limitBytes: 400, heapBytes: 30, heapLimitBytes: 100 }),
    }),
    forwarders: () => [
      {
        signal: 'traces',
        destination: 'OTLP http://jaeger:4318/v1/traces',
        waiting: 21,
        waitingBytes: 22,
        sent: 23,
        rejected: 24,
        dropped: 25,
        lagMs: 26_000,
        failingSinceMs: 1,
      },
    ],
    queryLoad: () => ({ running: 2, waiting: 1 }),
    ruleGroups: () => [group],
    targets: () => [{ health: 'up' }, { health: 'down' }, { health: 'up' }],
    discovery: () => ({
      jobs: [
        {
          job: 'shop',
          active: 31,
          dropped: 32,
          invalid: 33,
          invalidReason: '',
          fault: 'too many',
          places: [place, { ...place, lastRefreshMs: null, error: '' }],
        },
      ],
    }),
    reload: () => ({ isSuccessful: false, lastSuccessMs: 5000, lastAttemptMs: 6000, error: 'no' }),
    configurationHash: () => '0000000000ff'.padEnd(64, '0'),
    certificate: () => ({ startMs: 1000, endMs: 61_000 }),
    alertmanagers: () => [alertmanager],
    notifier: {
      alerts: () => [{ state: 'active' }, { state: 'suppressed' }, { state: 'active' }],
      groups: () => [1, 2],
      silences: () => [{ state: 'expired' }],
      channels: () => [{ receiver: 'ops', integration: 'slack' }],
    },
  });
  return { telemetry, append: (samples: number) => (appendedSamples += samples) };
}

test('the figures of the parts are read when the page is asked for', async () => {
  const { telemetry, append } = setUp();
  expect(await pageOf(telemetry)).toContain('telltale_store_appended_samples_total 20');
  append(5);
  const page = await pageOf(telemetry);
  for (const line of [
    'telltale_store_series 3',
    'telltale_config_hash 255',
    'telltale_tls_certificate_start_timestamp_seconds 1',
    'telltale_tls_certificate_expiry_timestamp_seconds 61',
    'telltale_tls_unusable_certificates_total 0',
    'telltale_store_appended_samples_total 25',
    'telltale_store_refused_samples_total{reason="conflicting"} 2',
    'telltale_store_duplicate_samples_total 4',
    'telltale_store_corruptions_total 1',
    'telltale_store_disk_free_bytes 5000000000',
    'telltale_store_last_flush_duration_seconds 0.009',
    'telltale_store_retention_seconds 86400',
    'telltale_store_retention_limit_bytes 1000000000',
    ...[
      'waiting 21',
      'spool_bytes 22',
      'lag_seconds 26',
      'failing 1',
      'sent_total 23',
      'rejected_total 24',
      'dropped_total 25',
    ].map((text) =>
      `telltale_forward_${text}`.replace(
        ' ',
        '{signal="traces",destination="OTLP http://jaeger:4318/v1/traces"} ',
      ),
    ),
    'telltale_queries_running 2',
    'telltale_queries_waiting 1',
    'telltale_rule_group_missed_evaluations_total{rule_group="r.yml;g"} 13',
    'telltale_rule_evaluation_failures_total{rule_group="r.yml;g"} 14',
    'telltale_rule_group_last_evaluation_timestamp_seconds{rule_group="r.yml;g"} 60',
    'telltale_scrape_targets{health="up"} 2',
    'telltale_scrape_targets{health="unknown"} 0',
  ])
    expect(page).toContain(line);
});

test('targets that are found, dropped and refused are told job by job', async () => {
  const page = await pageOf(setUp().telemetry);
  for (const line of [
    'telltale_discovery_targets{scrape_job="shop",state="active"} 31',
    'telltale_discovery_targets{scrape_job="shop",state="dropped"} 32',
    'telltale_discovery_targets{scrape_job="shop",state="invalid"} 33',
    'telltale_discovery_over_limit{scrape_job="shop"} 1',
    'telltale_discovery_found_targets{scrape_job="shop",mechanism="file"} 68',
    'telltale_discovery_failing{scrape_job="shop",mechanism="file"} 1',
    'telltale_discovery_last_success_timestamp_seconds{scrape_job="shop",mechanism="file"} 0',
    'telltale_discovery_refreshes_total{scrape_job="shop",mechanism="file"} 70',
    'telltale_discovery_failures_total{scrape_job="shop",mechanism="file"} 72',
  ])
    expect(page).toContain(line);
});

test('what was received, refused and kept of logs and traces is told', async () => {
  const { telemetry } = setUp();
  telemetry.intake('logs').onReceived('otlp_grpc', 3);
  telemetry.intake('logs').onRejected('elasticsearch', 2);
  telemetry.intake('traces').onOverloaded('otlp_http', 5);
  telemetry.intake('traces').onProblem('invalid_id', 4);
  telemetry.onRefusedRequest('otlp_http', 'too_large');
  const page = await pageOf(telemetry);
  for (const line of [
    'telltale_logs_received_total{source="otlp_grpc"} 3',
    'telltale_logs_rejected_total{source="elasticsearch"} 2',
    'telltale_spans_overloaded_total{source="otlp_http"} 5',
    'telltale_intake_problems_total{signal="traces",problem="invalid_id"} 4',
    'telltale_intake_refused_requests_total{source="otlp_http",reason="too_large"} 1',
    'telltale_log_store_records 15',
    'telltale_log_store_bytes 16',
    'telltale_trace_store_traces 17',
    'telltale_trace_store_spans 18',
    'telltale_trace_store_bytes 19',
    'telltale_traces_sampled_out_total 20',
  ])
    expect(page).toContain(line);
});

test("the same is told under Prometheus' and Alertmanager's names", async () => {
  const { telemetry } = setUp();
  telemetry.onReceived({ firing: 2, resolved: 1, invalid: 3 });
  const page = await pageOf(telemetry);
  for (const line of [
    'prometheus_config_last_reload_successful 0',
    'prometheus_config_last_reload_success_timestamp_seconds 5',
    'prometheus_rule_evaluation_failures_total{rule_group="r.yml;g"} 14',
    'prometheus_rule_group_iterations_missed_total{rule_group="r.yml;g"} 13',
    'prometheus_notifications_dropped_total 1',
    'prometheus_notifications_errors_total{alertmanager="http://am:9093/api/v2/alerts"} 2',
    'prometheus_tsdb_head_series 3',
    'alertmanager_alerts{state="active"} 2',
    'alertmanager_silences{state="expired"} 1',
    'alertmanager_alerts_received_total{status="firing",version="v2"} 2',
    'alertmanager_alerts_invalid_total{version="v2"} 3',
    'alertmanager_config_last_reload_successful 0',
    'alertmanager_notifications_failed_total{integration="slack",receiver_name="ops",reason="serverError"} 0',
  ])
    expect(page).toContain(line);
});

test('a message that keeps failing counts as failed at every fifth attempt, a refused one at once', async () => {
  const { telemetry } = setUp();
  const attempt = (attempts: number, outcome: 'retrying' | 'failed') =>
    telemetry.onNotification({
      atMs: 0,
      receiver: 'ops',
      integration: 'slack',
      fallbackFor: '',
      groupKey: 'g',
      messageId: 'm',
      status: 'firing',
      groupLabels: {},
      alertNames: [],
      notificationReason: 'first notification',
      outcome,
      reason: 'serverError',
      attempts,
      durationMs: 10,
      error: 'no',
    });
  const failed = async () => {
    const page = await pageOf(telemetry);
    const name = 'alertmanager_notifications_failed_total';
    const labels = '{integration="slack",receiver_name="ops",reason="serverError"} ';
    return page
      .find((line) => line.startsWith(name + labels))
      ?.split(' ')
      .at(-1);
  };
  for (let attempts = 1; attempts < 5; attempts++) attempt(attempts, 'retrying');
  expect(await failed()).toBe('0');
  attempt(5, 'retrying');
  expect(await failed()).toBe('1');
  attempt(1, 'failed');
  expect(await failed()).toBe('2');
  expect(await pageOf(telemetry)).toContain(
    'alertmanager_notifications_total{integration="slack",receiver_name="ops"} 2',
  );
});

test.each([
  [new TelltaleError('TT_QUERY_TYPE', ''), 'invalid'],
  [new TelltaleError('TT_QUERY_RANGE', ''), 'invalid'],
  [new TelltaleError('TT_QUERY_LIMIT', ''), 'limit'],
  [new TelltaleError('TT_QUERY_TIMEOUT', ''), 'timeout'],
  [new TelltaleError('TT_QUERY_EXECUTION', ''), 'execution'],
  [new DOMException('gone', 'AbortError'), 'cancelled'],
  [new TypeError('a mistake'), 'internal'],
])('a query that ends with %s is counted as %s', async (error, reason) => {
  const { telemetry } = setUp();
  telemetry.onQuery({ kind: 'range', durationMs: 10, isError: true, error });
  telemetry.onQuery({ kind: 'instant', durationMs: 10, isError: false, samplesRead: 40, cachedSteps: 2 });
  const page = await pageOf(telemetry);
  expect(page.filter((line) => line.startsWith('telltale_query_errors_total{'))).toContain(
    `telltale_query_errors_total{kind="range",reason="${reason}"} 1`,
  );
  expect(page).toContain('telltale_query_duration_seconds_count{kind="instant"} 1');
  expect(page).toContain('telltale_query_read_samples_total 40');
  expect(page).toContain('telltale_query_cached_steps_total 2');
});
