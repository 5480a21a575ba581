import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { doctor } from '../support/doctor.ts';
import { freePort } from '../support/free-port.ts';
import { ROOT, startProgram, stopProgram } from '../support/program.ts';
import { telltaleHere } from '../support/telltale-here.ts';
import { queryInstant, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const folder = suiteFolder();
const stops: (() => Promise<unknown>)[] = [];
let station: string;
/** What the page of health of the program answers. */
let health = { status: 200, body: '{"status":"ok"}' };

const LEAK_SERIES = 12_000;

/** A program with a page of health, and a metric with far too many series. */
async function startProgramHere(): Promise<number> {
  const series = Array.from({ length: LEAK_SERIES }, (_, user) => `visits_total{user="${user}"} 1`);
  const page = ['process_resident_memory_bytes 150e6', ...series, ''].join('\n');
  const server = createServer((request, response) => {
    if (request.url === '/metrics') response.end(page);
    else if (request.url === '/health') response.writeHead(health.status).end(health.body);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

beforeAll(async () => {
  symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
  const port = await startProgramHere();
  writeFileSync(
    join(folder.path, 'telltale.config.ts'),
    `import { defineMonitoring } from '@telltale/sdk/define';
export default defineMonitoring({ service: 'shop', targets: { shop: { address: '127.0.0.1:${port}', every: '2s', timeout: '2s' } } });
`,
  );
  const program = await startStation(await freePort(), folder.path, []);
  stops.push(() => stopProgram(program));
  station = program.url;
  await waitFor('the first scrape', async () => {
    const [count] = await queryInstant(station, 'count(visits_total)');
    return count?.value[1] === String(LEAK_SERIES);
  });
  await waitFor('figures of the machine', async () => {
    return (await queryInstant(station, 'node_memory_MemTotal_bytes')).length > 0;
  });
});

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

async function sendLog(service: string): Promise<void> {
  const attributes = [{ key: 'service.name', value: { stringValue: service } }];
  const record = {
    timeUnixNano: `${Date.now()}000000`,
    severityNumber: 17,
    body: { stringValue: 'no stock' },
  };
  const response = await fetch(`${station}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      resourceLogs: [{ resource: { attributes }, scopeLogs: [{ logRecords: [record] }] }],
    }),
  });
  expect(response.status).toBe(200);
}

describe('logs and traces', () => {
  test('a record is sent and found again; a service that sends nothing is the cause, with what to set', async () => {
    const { exit, cause, outcomes, code } = await doctor(`logs --url ${station} --service billing`);
    expect({ exit, cause }).toEqual({ exit: 1, cause: 'service' });
    expect(outcomes).toMatchObject({ sent: 'ok', found: 'ok', refused: 'ok' });
    expect(code).toContain(`OTEL_EXPORTER_OTLP_ENDPOINT=${station}`);
    expect(code).toContain('OTEL_SERVICE_NAME=billing');
  });

  test('a service that sends is well, and its errors are read where its metrics are missed', async () => {
    await sendLog('shop');
    await waitFor('the record', async () => {
      return (await doctor(`logs --url ${station} --service shop`)).outcomes['service'] === 'ok';
    });
    const { step } = await doctor(`metrics --url ${station} --service shop`);
    expect(step('log')).toMatchObject({ outcome: 'ok', seen: expect.stringContaining('1 error') });
    expect(step('log').details[0]?.seen).toBe('no stock');
  });

  test('what is refused is told, with the reason', async () => {
    const send = () =>
      fetch(`${station}/v1/logs`, {
        method: 'POST',
        body: 'no OTLP',
        headers: { 'content-type': 'application/json' },
      });
    await waitFor('a refusal to be counted', async () => {
      expect((await send()).status).toBe(400);
      return (await doctor(`logs --url ${station} --service shop`)).outcomes['refused'] === 'failed';
    });
    const { step } = await doctor(`logs --url ${station} --service shop`);
    expect(step('refused').seen).toContain('malformed');
  });

  test('a span is sent and found again; who sends none is the cause', async () => {
    const { cause, outcomes } = await doctor(`traces --url ${station} --service billing`);
    expect(cause).toBe('service');
    expect(outcomes).toMatchObject({ sent: 'ok', found: 'ok' });
  });

  test.each(['logs', 'traces'])('a server that keeps no %s', async (topic) => {
    const prometheus = createServer(
      (_request, response) => void response.end('{"status":"success","data":{"result":[]}}'),
    );
    await new Promise<void>((resolve) => prometheus.listen(0, '127.0.0.1', resolve));
    stops.push(async () => void prometheus.close());
    const { cause } = await doctor(`${topic} --url 127.0.0.1:${(prometheus.address() as AddressInfo).port}`);
    expect(cause).toBe('station');
  });
});

describe('health', () => {
  test('all that people try with curl answers: the station, its programs, the machine', async () => {
    const { exit, outcomes, step } = await doctor(`health --url ${station}`);
    expect(exit).toBe(0);
    expect(outcomes).toEqual({ server: 'ok', own: 'ok', programs: 'ok', machine: 'ok' });
    expect(step('own').details.map(({ title }) => title.replace(station, ''))).toEqual([
      '/-/healthy',
      '/-/ready',
      '/metrics',
      '/api/v1/targets',
      '/api/v1/query?query=up',
    ]);
    expect(step('programs').details[0]?.title).toMatch(/\/health$/);
  });

  test('a program whose health fails, with the check that does', async () => {
    health = { status: 503, body: '{"checks":{"database":{"status":"fail"},"disk":{"status":"ok"}}}' };
    const { cause, seen } = await doctor(`health --url ${station}`);
    health = { status: 200, body: '{"status":"ok"}' };
    expect({ cause, seen }).toEqual({
      cause: 'programs',
      seen: expect.stringContaining('HTTP 503; of its checks fail: database'),
    });
  });

  test('an Alertmanager and a Grafana that do not answer', async () => {
    const port = await freePort();
    const { exit, outcomes } = await doctor(
      `health --url ${station} --alertmanager 127.0.0.1:${port} --grafana 127.0.0.1:${port}`,
    );
    expect({ exit, outcomes }).toMatchObject({
      exit: 1,
      outcomes: { alertmanager: 'failed', grafana: 'failed' },
    });
  });

  test.skipIf(!hasProgram('prometheus'))('a Prometheus that nobody tells about its machine', async () => {
    const port = await freePort();
    const config = join(folder.path, 'prometheus.yml');
    writeFileSync(config, 'global: { scrape_interval: 1s }\n');
    const server = startProgram('prometheus', [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder.path, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ]);
    stops.push(() => stopProgram(server));
    await waitFor('Prometheus', async () => (await fetch(`http://127.0.0.1:${port}/-/ready`)).ok);
    const { cause, outcomes } = await doctor(`health --prometheus 127.0.0.1:${port}`);
    expect(cause).toBe('machine');
    expect(outcomes).toMatchObject({ own: 'ok', programs: 'skipped' });
  });
});

describe('memory', () => {
  test('the metric that has most of the series is the cause, and the processes are told by size', async () => {
    const { exit, cause, seen, code, step } = await doctor(`memory --url ${station}`);
    expect({ exit, cause, code }).toEqual({
      exit: 1,
      cause: 'series',
      code: 'npx telltale advise cardinality',
    });
    expect(seen).toMatch(/^visits_total alone has 12000 series/);
    expect(step('processes').details.map(({ title }) => title)).toContainEqual(
      expect.stringMatching(/^shop 127/),
    );
    expect(step('envelope').details.map(({ title }) => title)).toContain('series');
    expect(step('settings').seen).toContain('scraped every');
  });
});

test('all topics are looked at one after the other, and a failure in one is told by the exit code', async () => {
  const { exit, output } = await telltaleHere(['doctor', 'all', '--url', station, '--json'], {
    cwd: folder.path,
  });
  const { topics } = JSON.parse(output) as { readonly topics: readonly { topic: string; cause: string }[] };
  expect(exit).toBe(1);
  expect(topics.map(({ topic }) => topic)).toEqual([
    'health',
    'metrics',
    'dashboards',
    'alerts',
    'logs',
    'traces',
    'memory',
    'capacity',
  ]);
  expect(Object.fromEntries(topics.map(({ topic, cause }) => [topic, cause]))).toMatchObject({
    health: '',
    metrics: '',
    memory: 'series',
  });
});
