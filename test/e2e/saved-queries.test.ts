import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { instrument } from '@telltale/sdk';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import { getJson, startStation, telltale } from '../support/telltale.ts';
import type { ApiSample, RunningStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import definition from './fixtures/saved-queries.config.ts';

const CONFIG = join(import.meta.dirname, 'fixtures/saved-queries.config.ts');
const STEP_MS = 15_000;
/** In the first half no request fails: there is no series of a 5xx status. */
const STEPS = 60;
const END_MS = Math.floor(Date.now() / STEP_MS) * STEP_MS;
const MIDDLE_MS = END_MS - (STEPS / 2) * STEP_MS;

const folder = suiteFolder();
let station: RunningStation;

/** Pages of an instrumented application, one every 15 seconds, with the times of their scrapes. */
async function recordPages(): Promise<string> {
  const t = instrument(definition);
  const server = createServer((request, response) => t.http.metricsHandler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  const pages: string[] = [];
  for (let step = STEPS - 1; step >= 0; step--) {
    const timestampMs = END_MS - step * STEP_MS;
    recordStep(t.metrics, timestampMs > MIDDLE_MS);
    const page = await (await fetch(url, { headers: { accept: 'text/plain' } })).text();
    pages.push(page.replaceAll(/^([^#\n].*)$/gm, `$1 ${timestampMs}`));
  }
  server.close();
  await t.shutdown();
  return pages.join('');
}

function recordStep(
  m: ReturnType<typeof instrument<typeof definition.metrics>>['metrics'],
  fails: boolean,
): void {
  m.http_requests_total.inc({ method: 'GET', endpoint: '/files', status: '200' }, 3);
  m.http_requests_total.inc({ method: 'POST', endpoint: '/extract', status: '202' }, 6);
  if (fails) m.http_requests_total.inc({ method: 'POST', endpoint: '/extract', status: '503' }, 1);
  for (let i = 1; i <= 100; i++) {
    const endpoint = i % 2 === 0 ? '/files' : '/extract';
    m.http_request_duration_seconds.observe({ method: 'GET', endpoint }, i / 100);
  }
  m.extraction_tasks_total.inc({ task_type: 'dxf', status: 'success' }, 18);
  m.extraction_tasks_total.inc({ task_type: 'pdf', status: 'failure' }, 2);
  m.cache_operations_total.inc({ operation: 'get', status: 'hit' }, 8);
  m.cache_operations_total.inc({ operation: 'get', status: 'miss' }, 2);
  m.cache_operations_total.inc({ operation: 'set', status: 'success' }, 50);
}

beforeAll(async () => {
  const page = join(folder.path, 'page.txt');
  writeFileSync(page, await recordPages());
  const { exit, output } = await telltale(['backfill', page, '--data', join(folder.path, 'data')]);
  expect(exit, output).toBe(0);
  station = await startStation(await freePort(), folder.path, [
    '--no-host',
    `--config=${CONFIG}`,
    '--retention.time=20d',
  ]);
}, 60_000);
afterAll(() => stopProgram(station));

/** Asks a saved query by its name, on the command line. */
async function ask(name: string, atMs = END_MS): Promise<Record<string, number>> {
  const at = String(atMs / 1000);
  const { exit, output } = await telltale(['query', name, '--url', station.url, '--at', at, '--json']);
  expect(exit, output).toBe(0);
  const { data } = JSON.parse(output) as { data: { result: readonly ApiSample[] } };
  return Object.fromEntries(
    data.result.map(({ metric, value }) => [JSON.stringify(metric), Number(value[1])]),
  );
}

describe('a saved query of recorded data', () => {
  test('request rate by endpoint is what each endpoint answered, failed requests included', async () => {
    const rates = await ask('request_rate');
    expect(Object.keys(rates).sort()).toEqual(['{"endpoint":"/extract"}', '{"endpoint":"/files"}']);
    expect(rates['{"endpoint":"/files"}']).toBeCloseTo(3 / 15, 9);
    expect(rates['{"endpoint":"/extract"}']).toBeCloseTo(7 / 15, 9);
  });

  test('p95 latency is one value for the service, the exact quantile of what was measured', async () => {
    const latency = await ask('p95_latency');
    expect(Object.keys(latency)).toEqual(['{}']);
    expect(latency['{}']).toBeCloseTo(0.95, 9);
  });

  test('error rate is 0 where no request ever failed, and exact where some did', async () => {
    expect(await ask('error_rate', MIDDLE_MS)).toEqual({ '{}': 0 });
    expect((await ask('error_rate'))['{}']).toBeCloseTo(0.1, 9);
  });

  test('extraction success rate is the share of tasks that succeeded', async () => {
    expect((await ask('extraction_success_rate'))['{}']).toBeCloseTo(0.9, 9);
  });

  test('cache hit ratio counts reads only, not writes', async () => {
    expect((await ask('cache_hit_ratio'))['{}']).toBeCloseTo(0.8, 9);
  });
});

test('the station lists its saved queries, and the command line prints them with their meaning', async () => {
  const listed = (await getJson(`${station.url}/api/telltale/queries`)) as { queries: { name: string }[] };
  const names = ['request_rate', 'p95_latency', 'error_rate', 'extraction_success_rate', 'cache_hit_ratio'];
  expect(listed.queries.map(({ name }) => name)).toEqual(names);
  const { output } = await telltale(['query', '--url', station.url]);
  expect(output).toContain('cache_hit_ratio\n  Share of the look-ups that find a value  [ratio]  (sum(');
  const one = await telltale(['query', 'error_rate', '--url', station.url]);
  expect(one.output).toContain('Share of the requests that fail  [ratio]');
});

test('the definition says how the station runs, and the command line of the station comes before it', async () => {
  const flags = (await getJson(`${station.url}/api/v1/status/flags`)) as { data: Record<string, string> };
  expect(flags.data['query.timeout']).toBe('30s');
  expect(flags.data['storage.tsdb.retention.time']).toBe('20d');
  expect(await getJson(`${station.url}/api/telltale/status`)).toMatchObject({
    ui: { refreshMs: 30_000, rangeMs: 3_600_000 },
  });
});
