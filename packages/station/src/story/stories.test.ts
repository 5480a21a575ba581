import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveDefinition } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import { alert, defineMonitoring, httpServer, ratio } from '@telltale/sdk/define';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitFor } from '../../../../test/support/wait-for.ts';
import type { StoryResponse } from '../contract.ts';
import type { Station } from '../station.ts';
import { createStation } from '../station.ts';

const SCRAPE_MS = 500;
const FAILED_TRACE = 'a'.repeat(32);
const GOOD_TRACE = 'b'.repeat(32);
const folder = mkdtempSync(join(tmpdir(), 'telltale-story-'));

/** A shop of which every tenth request fails, and which says of one which trace it was. */
let scrapes = 0;
const shop = createServer((_request, response) => {
  const n = ++scrapes;
  response.setHeader('content-type', 'application/openmetrics-text; version=1.0.0');
  response.end(`# TYPE http_requests counter
http_requests_total{method="GET",route="/checkout",status_code="200"} ${n * 9}
http_requests_total{method="GET",route="/checkout",status_code="500"} ${n}
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{method="GET",route="/checkout",status_code="500",le="1.0"} ${n} # {trace_id="${FAILED_TRACE}"} 0.9
http_request_duration_seconds_bucket{method="GET",route="/checkout",status_code="500",le="+Inf"} ${n}
http_request_duration_seconds_sum{method="GET",route="/checkout",status_code="500"} ${n}
http_request_duration_seconds_count{method="GET",route="/checkout",status_code="500"} ${n}
# EOF
`);
});
let station: Station;

beforeAll(async () => {
  await once(shop.listen(0, '127.0.0.1'), 'listening');
  const { port } = shop.address() as AddressInfo;
  const definition = resolveDefinition(
    defineMonitoring({
      service: 'shop',
      owner: 'team-shop',
      kits: [httpServer()],
      scrape: { every: '1s' },
      targets: { shop: { address: `127.0.0.1:${port}` } },
      alerts: (m) => ({
        ManyErrors: alert({
          when: ratio(
            m.http_requests_total.where({ status_code: /5../ }).rate('1m').sum(),
            m.http_requests_total.rate('1m').sum(),
          ).above(0.05),
          onNoData: 'ignore',
          severity: 'warning',
          summary: 'Many requests fail',
        }),
      }),
    }),
    { parse: parseExpr },
  );
  const scraped = { ...definition.targets[0], intervalMs: SCRAPE_MS, timeoutMs: SCRAPE_MS };
  station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: folder,
    definition: { ...definition, targets: [scraped] },
    ruleGroups: [{ name: 'shop', file: 'telltale.config.ts', intervalMs: 300, rules: definition.rules }],
    targets: [scraped],
    builtInIntervalMs: 60_000,
    collectHost: false,
    reload: async () => ({ ruleGroups: [] }),
  });
  await post('/api/telltale/annotations', {
    kind: 'deployment',
    title: 'shop 1.4.0',
    subject: 'shop',
    atMs: Date.now() - 120_000,
  });
  await waitFor('the alert', async () => (await told('alert:ManyErrors')).alerts.some(fires));
  await sendSignals();
});
afterAll(async () => {
  await station.stop();
  shop.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const fires = ({ firingAtMs }: { readonly firingAtMs: number | null }): boolean => firingAtMs !== null;

/** A station that has just started may ask to be asked again. */
async function post(path: string, body: unknown): Promise<void> {
  await waitFor(path, async () => {
    const response = await fetch(`${station.url}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.ok;
  });
}

async function ask(key: string): Promise<Response> {
  return fetch(`${station.url}/api/telltale/story?${new URLSearchParams({ key }).toString()}`);
}

async function told(key: string): Promise<StoryResponse> {
  return (await (await ask(key)).json()) as StoryResponse;
}

/** A trace that failed with its log records, one that went well, and records of somebody else. */
async function sendSignals(): Promise<void> {
  const nano = (ms: number): string => `${ms}000000`;
  const nowMs = Date.now();
  const resource = (service: string) => ({
    attributes: [{ key: 'service.name', value: { stringValue: service } }],
  });
  const span = (traceId: string, name: string, ms: number, code: number) => ({
    traceId,
    spanId: traceId.slice(0, 16),
    name,
    kind: 2,
    startTimeUnixNano: nano(nowMs),
    endTimeUnixNano: nano(nowMs + ms),
    status: { code },
  });
  await post('/v1/traces', {
    resourceSpans: [
      {
        resource: resource('shop'),
        scopeSpans: [
          { spans: [span(FAILED_TRACE, 'GET /checkout', 900, 2), span(GOOD_TRACE, 'GET /', 2000, 0)] },
        ],
      },
    ],
  });
  const record = (text: string, severityNumber: number, traceId?: string) => ({
    timeUnixNano: nano(nowMs),
    severityNumber,
    body: { stringValue: text },
    ...(traceId !== undefined && { traceId, spanId: traceId.slice(0, 16) }),
  });
  const records = [
    record('asking the bank', 9, FAILED_TRACE),
    record('bank refused', 17, FAILED_TRACE),
    record('queue is long', 13),
    record('all is well', 9),
  ];
  await post('/v1/logs', {
    resourceLogs: [
      { resource: resource('shop'), scopeLogs: [{ logRecords: records }] },
      { resource: resource('mail'), scopeLogs: [{ logRecords: [record('spam', 17)] }] },
    ],
  });
  await waitFor('the trace', async () => (await ask(`trace:${FAILED_TRACE}`)).ok);
}

const messages = ({ logs }: StoryResponse) => logs.map(({ message }) => message).toSorted();

test('the story of an alert has what is measured, failed traces, their log records, and the deployment before', async () => {
  await waitFor('all of it', async () => {
    const { trace, metrics } = await told('alert:ManyErrors');
    return trace?.traceId === FAILED_TRACE && metrics.some(({ exemplars }) => exemplars.length > 0);
  });
  const story = await told('alert:ManyErrors');
  expect(story).toMatchObject({ kind: 'alert', title: 'ManyErrors', services: ['shop'], missing: [] });
  const [first] = story.metrics;
  expect(first).toMatchObject({ unit: 'ratio', threshold: { threshold: 0.05, isBad: 'above' } });
  expect(first.series.flatMap(({ values }) => values).filter((value) => value !== null)[0]).toBeCloseTo(0.1);
  for (const { timesMs, series } of story.metrics) {
    expect(series.every(({ values }) => values.length === timesMs.length)).toBe(true);
  }
  expect(story.metrics.map(({ title }) => title)).toContain('Requests of shop');
  expect(story.metrics.flatMap(({ exemplars }) => exemplars)[0]).toMatchObject({
    traceId: FAILED_TRACE,
    value: 0.9,
  });
  expect(story.traces.map(({ traceId }) => traceId).toSorted()).toEqual([FAILED_TRACE, GOOD_TRACE]);
  expect(messages(story)).toEqual(['asking the bank', 'bank refused', 'queue is long']);
  const suspect = story.changes.find(({ id }) => id === story.suspect);
  expect(suspect).toMatchObject({ title: 'shop 1.4.0', kind: 'deployment' });
  expect(suspect?.atMs).toBeGreaterThan(story.startMs);
});

test('the story of a trace shows it, and the alert that was firing', async () => {
  const story = await told(`trace:${FAILED_TRACE.toUpperCase()}`);
  expect(story).toMatchObject({ kind: 'trace', title: 'GET /checkout of shop', services: ['shop'] });
  expect(story.trace?.spans).toHaveLength(1);
  expect(story.alerts.map(({ alert: name }) => name)).toContain('ManyErrors');
});

test('the story of a log record shows what stands around it, and its trace', async () => {
  const { logs } = await told('alert:ManyErrors');
  const refused = logs.find(({ message }) => message === 'bank refused');
  const story = await told(`log:${refused?.id}`);
  expect(story).toMatchObject({ kind: 'log', title: 'bank refused', trace: { traceId: FAILED_TRACE } });
  expect(messages(story)).toEqual(['all is well', 'asking the bank', 'bank refused', 'queue is long']);
});

test('the story of a moment of a chart begins with its expression', async () => {
  const story = await told('query:sum(rate(http_requests_total{job="shop"}[1m]))');
  expect(story).toMatchObject({ kind: 'query', services: ['shop'] });
  expect(story.metrics[0].series).toHaveLength(1);
});

test('a part that cannot be read is named, and the rest is told', async () => {
  const story = await told('query:rate(');
  expect(story.missing).toEqual([expect.stringContaining('The figure rate( could not be read')]);
});

test('what is not there is not found, and what is no key is refused with what to write', async () => {
  expect((await ask('alert:Nothing')).status).toBe(404);
  expect((await ask(`trace:${'c'.repeat(32)}`)).status).toBe(404);
  const refused = await ask('span:1');
  expect([refused.status, await refused.text()]).toEqual([
    400,
    expect.stringContaining('alert:NAME, trace:ID, log:ID or query:EXPRESSION'),
  ]);
});
