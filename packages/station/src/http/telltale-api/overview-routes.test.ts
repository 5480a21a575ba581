import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resolveDefinition } from '@telltale/definition';
import { parseExpr } from '@telltale/promql';
import {
  alert,
  defineMonitoring,
  healthChecks,
  httpServer,
  nodeRuntime,
  ratio,
  slo,
} from '@telltale/sdk/define';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { waitFor } from '../../../../../test/support/wait-for.ts';
import type { Annotation, AnnotationsResponse, OverviewResponse, ServiceView } from '../../contract.ts';
import type { Station } from '../../station.ts';
import { createStation } from '../../station.ts';

const SCRAPE_MS = 200;
const folder = mkdtempSync(join(tmpdir(), 'telltale-overview-'));

/** A program with a page of metrics that grow with each scrape. */
function program(page: (scrapes: number) => string): Server {
  let scrapes = 0;
  return createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(page(++scrapes));
  });
}

let version = '1.0.0';
const shop = program(
  (n) => `# TYPE http_requests_total counter
http_requests_total{method="GET",route="/",status_code="200"} ${n * 9}
http_requests_total{method="GET",route="/",status_code="500"} ${n}
# TYPE http_request_duration_seconds histogram
http_request_duration_seconds_bucket{method="GET",route="/",status_code="200",le="0.1"} ${n * 9}
http_request_duration_seconds_bucket{method="GET",route="/",status_code="200",le="+Inf"} ${n * 9}
http_request_duration_seconds_sum{method="GET",route="/",status_code="200"} ${n}
http_request_duration_seconds_count{method="GET",route="/",status_code="200"} ${n * 9}
# TYPE http_requests_in_flight gauge
http_requests_in_flight 2
# TYPE http_active_connections gauge
http_active_connections 7
# TYPE http_request_phase_duration_seconds histogram
http_request_phase_duration_seconds_bucket{phase="handler",le="+Inf"} ${n}
http_request_phase_duration_seconds_sum{phase="handler"} ${n * 0.5}
http_request_phase_duration_seconds_count{phase="handler"} ${n}
# TYPE process_cpu_seconds_total counter
process_cpu_seconds_total ${n * 0.01}
# TYPE process_resident_memory_bytes gauge
process_resident_memory_bytes 1000000
# TYPE process_start_time_seconds gauge
process_start_time_seconds ${STARTED_S}
# TYPE health_check_status gauge
health_check_status{check="database"} 1
health_check_status{check="cache"} 0
# TYPE app_info gauge
app_info{version="${version}"} 1
`,
);
const stranger = program(
  (n) => `# TYPE http_server_request_duration_seconds histogram
http_server_request_duration_seconds_bucket{http_response_status_code="200",le="+Inf"} ${n}
http_server_request_duration_seconds_sum{http_response_status_code="200"} ${n}
http_server_request_duration_seconds_count{http_response_status_code="200"} ${n}
`,
);
const STARTED_S = Math.floor(Date.now() / 1000) - 60;

function definitionFor(port: number) {
  return resolveDefinition(
    defineMonitoring({
      service: 'shop',
      owner: 'team-shop',
      kits: [httpServer({ names: { phases: true, connections: true } }), nodeRuntime(), healthChecks()],
      scrape: { every: '1s' },
      targets: { checkout: { address: `127.0.0.1:${port}` } },
      health: { checks: { database: {}, cache: { critical: false }, queue: {} } },
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
        Slow: alert({
          when: m.http_request_duration_seconds.quantile(0.95, '1m').above({ ms: 500 }),
          onNoData: 'ignore',
          severity: 'warning',
          summary: 'Slow',
        }),
      }),
      slos: (m) => ({
        availability: slo({
          objective: 99,
          window: '30d',
          noTraffic: 'good',
          bad: m.http_requests_total.where({ status_code: /5../ }).rate('5m').sum(),
          total: m.http_requests_total.rate('5m').sum(),
        }),
      }),
    }),
    { parse: parseExpr },
  );
}

let station: Station;

beforeAll(async () => {
  for (const server of [shop, stranger]) await once(server.listen(0, '127.0.0.1'), 'listening');
  const portOf = (server: Server) => (server.address() as AddressInfo).port;
  const definition = definitionFor(portOf(shop));
  const scraped = { ...definition.targets[0], intervalMs: SCRAPE_MS, timeoutMs: SCRAPE_MS };
  const address = `127.0.0.1:${portOf(stranger)}`;
  station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: folder,
    definition: { ...definition, targets: [scraped] },
    ruleGroups: [{ name: 'shop', file: 'telltale.config.ts', intervalMs: 300, rules: definition.rules }],
    targets: [scraped, { ...scraped, job: 'stranger', addresses: [address] }],
    builtInIntervalMs: 60_000,
    collectHost: false,
    reload: async () => ({ ruleGroups: [] }),
  });
});
afterAll(async () => {
  await station.stop();
  for (const server of [shop, stranger]) server.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function get<Answer>(path: string): Promise<Answer> {
  return (await (await fetch(`${station.url}/api/telltale/${path}`)).json()) as Answer;
}

function post(body: unknown): Promise<Response> {
  return fetch(`${station.url}/api/telltale/annotations`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

async function services(): Promise<ReadonlyMap<string, ServiceView>> {
  const { services: all } = await get<OverviewResponse>('overview');
  return new Map(all.map((service) => [service.name, service]));
}

/** The newest value of a query, as the page asks for it. */
async function valueOf(query: string | undefined): Promise<number> {
  const url = `${station.url}/api/v1/query?${new URLSearchParams({ query: query ?? '' }).toString()}`;
  const { data } = (await (await fetch(url)).json()) as { data: { result: { value: [number, string] }[] } };
  return Number(data.result[0]?.value[1] ?? Number.NaN);
}

async function shopView(): Promise<ServiceView> {
  const found = (await services()).get('shop');
  if (!found) throw new Error('the shop is not in the overview');
  return found;
}

/** An announcement makes the station look anew. */
async function lookAnew(): Promise<void> {
  await post({ kind: 'incident', title: 'look', atMs: 1, endMs: 2 });
}

test('a service tells requests, errors, duration, processor, memory and connections by queries that answer', async () => {
  await waitFor('two scrapes', async () => (await valueOf((await shopView()).rate?.query)) > 0);
  const { rate, errors, p95, cpu, memory, connections, owner, jobs } = await shopView();
  expect([owner, jobs]).toEqual(['team-shop', ['checkout']]);
  expect(await valueOf(errors?.query)).toBeCloseTo(0.1);
  expect(await valueOf(p95?.query)).toBeGreaterThan(0);
  expect(await valueOf(cpu?.query)).toBeGreaterThan(0);
  expect(await valueOf(memory?.query)).toBe(1_000_000);
  expect(await valueOf(connections?.query)).toBe(7);
  expect([rate?.unit, errors?.unit, p95?.unit, memory?.unit]).toEqual([
    'per_second',
    'ratio',
    'seconds',
    'bytes',
  ]);
});

test('thresholds are those of the alerts on the same quantity', async () => {
  const { errors, p95, p50, rate } = await shopView();
  expect([errors?.threshold, p95?.threshold, p50?.threshold, rate?.threshold]).toEqual([
    0.05,
    0.5,
    undefined,
    undefined,
  ]);
});

test('requests are told by phase, and as a flow: incoming, processed, success and error a second', async () => {
  const { phases, flow } = await shopView();
  expect(phases?.queries[0]?.legend).toBe('{{phase}}');
  await waitFor('the phases', async () => Math.abs((await valueOf(phases?.queries[0]?.query)) - 0.5) < 1e-6);
  expect(flow?.queries.map(({ legend }) => legend)).toEqual(['Incoming', 'Processed', 'Success', 'Error']);
  const values = await Promise.all((flow?.queries ?? []).map(({ query }) => valueOf(query)));
  for (const value of values) expect(value).toBeGreaterThan(0);
});

test('health is the worst of targets, checks and alerts; what a service can do without degrades it', async () => {
  await waitFor('a health that is known', async () => {
    await lookAnew();
    return (await shopView()).health === 'degraded';
  });
  const { checks, instances, reason } = await shopView();
  expect(checks).toEqual([
    { name: 'database', isUp: true, isCritical: true },
    { name: 'cache', isUp: false, isCritical: false },
    { name: 'queue', isUp: null, isCritical: true },
  ]);
  expect(instances).toEqual({ up: 1, all: 1 });
  expect(reason).toContain('the check cache fails');
});

test('alerts that fire and objectives with their budget and burn are told with the service', async () => {
  await waitFor('the alert and the budget', async () => {
    await lookAnew();
    const { firing, slos } = await shopView();
    return firing.some(({ alert: name }) => name === 'ManyErrors') && (slos[0]?.burn1h ?? null) !== null;
  });
  const { slos, firing } = await shopView();
  expect(firing[0]?.sinceMs).toBeLessThanOrEqual(Date.now());
  expect(slos[0]).toMatchObject({ name: 'availability', objective: 99, windowMs: 30 * 86_400_000 });
  // A tenth of the requests fail where a hundredth may.
  expect(slos[0]?.burn1h).toBeCloseTo(10, 0);
});

test('a program that nobody defined is told by names in common use', async () => {
  await waitFor('the stranger', async () => {
    await lookAnew();
    return (await valueOf((await services()).get('stranger')?.rate?.query)) > 0;
  });
  const found = (await services()).get('stranger');
  expect(found).toMatchObject({ owner: '', jobs: ['stranger'], dashboards: ['scraped-stranger'] });
  expect(found?.errors?.query).toContain('http_response_status_code=~"5.."');
});

test('a deployment that is announced is told with its service, and kept', async () => {
  const said = { kind: 'deployment', title: 'v1.2.3', subject: 'shop', link: 'https://ci.example/7' };
  const answer = await post(said);
  expect(answer.status).toBe(201);
  const kept = (await answer.json()) as Annotation;
  expect(kept).toMatchObject({ ...said, text: '', endMs: null });
  expect((await shopView()).lastDeployment).toEqual({ atMs: kept.atMs, version: 'v1.2.3' });
  const { annotations } = await get<AnnotationsResponse>('annotations');
  expect(annotations).toContainEqual(kept);
});

test('what is wrong with an annotation is said, and nothing is kept', async () => {
  const wrong: readonly (readonly [object, RegExp])[] = [
    [{ kind: 'party', title: 'x' }, /kind/],
    [{ kind: 'deployment', title: '' }, /title/],
    [{ kind: 'deployment', title: 'x', link: 'javascript:alert(1)' }, /link must be/],
    [{ kind: 'deployment', title: 'x', link: '//evil.example' }, /link must be/],
    [{ kind: 'incident', title: 'x', atMs: 10, endMs: 5 }, /endMs is before/],
    [{ kind: 'incident', title: 'x', atMs: Date.now() * 1000 }, /more than a day ahead/],
  ];
  for (const [body, message] of wrong) {
    const answer = await post(body);
    expect([answer.status, JSON.stringify(await answer.json())]).toEqual([
      400,
      expect.stringMatching(message),
    ]);
  }
});

test('in remote mode the same is told from the server that is read', async () => {
  const remoteFolder = mkdtempSync(join(tmpdir(), 'telltale-overview-remote-'));
  onTestFinished(() => rmSync(remoteFolder, { recursive: true, force: true, maxRetries: 5 }));
  const remote = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: remoteFolder,
    definition: definitionFor(1),
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    remote: { url: station.url },
  });
  onTestFinished(() => remote.stop());
  const { services: all } = (await (
    await fetch(`${remote.url}/api/telltale/overview`)
  ).json()) as OverviewResponse;
  const found = all.find(({ name }) => name === 'shop');
  expect(found).toMatchObject({ instances: { up: 1, all: 1 }, jobs: ['checkout'] });
  expect(found?.checks).toContainEqual({ name: 'cache', isUp: false, isCritical: false });
  expect(found?.slos[0]?.burn1h).toBeGreaterThan(1);
  expect(all.find(({ name }) => name === 'stranger')?.rate).toBeDefined();
  const end = Date.now() / 1000 + 30;
  const { annotations } = (await (
    await fetch(`${remote.url}/api/telltale/annotations?start=${end - 600}&end=${end}`)
  ).json()) as AnnotationsResponse;
  expect(annotations).toContainEqual(expect.objectContaining({ kind: 'restart', title: 'checkout started' }));
  expect(annotations).toContainEqual(expect.objectContaining({ kind: 'alert', title: 'ManyErrors' }));
});

test('starts, versions, alerts and reloads are found without being told', async () => {
  version = '1.1.0';
  await station.reload();
  const start = (Date.now() - 300_000) / 1000;
  const kinds = async () => {
    const end = Date.now() / 1000 + 30;
    const { annotations } = await get<AnnotationsResponse>(`annotations?start=${start}&end=${end}`);
    return annotations;
  };
  await waitFor('the start of the shop', async () =>
    (await kinds()).some(
      ({ kind, title, atMs }) =>
        kind === 'restart' && title === 'checkout started' && atMs === STARTED_S * 1000,
    ),
  );
  await waitFor('the note of the reload', async () =>
    (await kinds()).some(({ title }) => title === 'Configuration read anew'),
  );
  expect(await kinds()).toContainEqual(
    expect.objectContaining({ kind: 'alert', title: 'ManyErrors', severity: 'warning' }),
  );
});
