import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEFAULT_METRICS_FORWARD } from '@telltale/definition';
import type { LogRecord, Span } from '@telltale/model';
import { writeOtlpLogs, writeOtlpTraces } from '@telltale/model/wire';
import { expect, onTestFinished, test } from 'vitest';
import { bulkReceiver, otlpReceiver } from '../../test/forward/receivers.ts';
import { remoteWriteReceiver } from '../../test/forward/remote-write-receiver.ts';
import type { StationSettings } from '../settings.ts';
import { createStation } from '../station.ts';

const TRACE_ID = 'a'.repeat(32);
const now = Date.now();
const record: LogRecord = {
  timeMs: now,
  severity: 17,
  service: 'shop',
  message: 'payment failed',
  traceId: TRACE_ID,
  attributes: { order: 7 },
  resource: {},
};
const span: Span = {
  traceId: TRACE_ID,
  spanId: 'b'.repeat(16),
  name: 'pay',
  kind: 'server',
  startMs: now,
  durationMs: 5,
  status: 'error',
  service: 'shop',
  attributes: {},
  events: [],
  links: [],
  resource: {},
};

async function stationWith(settings: Partial<StationSettings>) {
  const dataFolder = mkdtempSync(join(tmpdir(), 'telltale-outside-'));
  onTestFinished(() => rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 }));
  const station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder,
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    ...settings,
  });
  onTestFinished(() => station.stop());
  const post = (path: string, body: Uint8Array<ArrayBuffer>) =>
    fetch(station.url + path, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-protobuf' },
    });
  const get = async (path: string): Promise<unknown> => (await fetch(station.url + path)).json();
  return { station, post, get };
}

test('what the station takes in is forwarded, its figures say so, and pages offer to open it there', async () => {
  const jaeger = await otlpReceiver();
  onTestFinished(() => jaeger.close());
  const elasticsearch = await bulkReceiver();
  onTestFinished(() => elasticsearch.close());
  const { station, post, get } = await stationWith({
    forward: {
      logs: [{ kind: 'elasticsearch', url: elasticsearch.url }],
      traces: [{ kind: 'otlp', url: jaeger.url }],
    },
    openIn: { jaeger: 'http://jaeger:16686', kibana: { url: 'http://kibana:5601' } },
  });
  expect((await post('/v1/logs', writeOtlpLogs([record]))).status).toBe(200);
  expect((await post('/v1/traces', writeOtlpTraces([span]))).status).toBe(200);
  await expect.poll(() => elasticsearch.documents.size).toBe(1);
  await expect.poll(() => jaeger.spans.length).toBe(1);
  expect(jaeger.spans[0]).toMatchObject({ name: 'pay', service: 'shop', status: 'error' });
  await expect
    .poll(() => get('/api/telltale/forward'))
    .toMatchObject({
      forwarders: [
        { signal: 'logs', destination: `Elasticsearch ${elasticsearch.url}`, sent: 1, waiting: 0 },
        { signal: 'traces', destination: `OTLP ${jaeger.url}/v1/traces`, sent: 1, waiting: 0 },
      ],
    });
  const metrics = await (await fetch(`${station.url}/metrics`)).text();
  expect(metrics).toContain(
    `telltale_forward_sent_total{signal="traces",destination="OTLP ${jaeger.url}/v1/traces"} 1`,
  );
  expect(await get(`/api/telltale/open-in?trace_id=${TRACE_ID}`)).toMatchObject({
    links: [{ url: `http://jaeger:16686/trace/${TRACE_ID}` }, { tool: 'kibana' }],
  });
  expect(await get('/api/telltale/open-in?query=level:error')).toMatchObject({ links: [{ tool: 'kibana' }] });
  expect(await get('/api/telltale/open-in?trace_id=x')).toHaveProperty('error');
});

test('the metrics of a station are forwarded, and figures under the names of Prometheus say so', async () => {
  const receiver = await remoteWriteReceiver();
  onTestFinished(() => receiver.close());
  const url = `${receiver.url}/api/v1/write`;
  const { station, get } = await stationWith({
    forward: { metrics: [{ ...DEFAULT_METRICS_FORWARD, url, maxWaitMs: 1 }] },
    builtInIntervalMs: 100,
  });
  await expect
    .poll(() => [...receiver.series.keys()], { timeout: 15_000 })
    .toContainEqual(expect.stringMatching(/^up\{.*job="telltale"/));
  expect(await get('/api/telltale/forward')).toMatchObject({
    forwarders: [{ signal: 'metrics', destination: `remote write ${url}`, url, rejected: 0, dropped: 0 }],
  });
  const metrics = await (await fetch(`${station.url}/metrics`)).text();
  expect(metrics).toMatch(
    new RegExp(
      `prometheus_remote_storage_samples_total\\{remote_name="remote write ${url}",url="${url}"\\} [1-9]`,
    ),
  );
  expect(metrics).toMatch(/prometheus_remote_storage_highest_timestamp_in_seconds \d/);
  expect(metrics).toContain(`telltale_forward_failing{signal="metrics",destination="remote write ${url}"} 0`);
  expect(receiver.faults).toEqual([]);
});

test('a ClickHouse that does not answer lets the station start, and senders come again', async () => {
  const { station, post, get } = await stationWith({ clickhouse: { url: 'clickhouse://127.0.0.1:9' } });
  const answer = await post('/v1/logs', writeOtlpLogs([record]));
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).not.toBeNull();
  expect((await fetch(`${station.url}/api/telltale/logs`)).status).toBe(503);
  expect(JSON.stringify(await get('/api/telltale/logs'))).toContain('127.0.0.1:9 cannot be reached');
});

test('an address of ClickHouse that is none is refused at the start', async () => {
  await expect(stationWith({ clickhouse: { url: 'http://db' } })).rejects.toMatchObject({ code: 'TT_USAGE' });
});
