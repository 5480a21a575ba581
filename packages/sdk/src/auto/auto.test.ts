import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../../test/support/workspace.ts';
import type { Program } from '../../test/support/workspace.ts';
import { runProgram, startProgram, stopProgram } from '../../test/support/workspace.ts';
import { ask, listen } from '../../test/support/http-requests.ts';

const ROOT = join(import.meta.dirname, '../../../..');
const AUTO = ['--conditions=@telltale/source', '--no-warnings', '--import', '@telltale/sdk/auto'];

let folder: string;
const programs: Program[] = [];
beforeEach(() => {
  // Inside the workspace, so that the packages are found by name.
  folder = mkdtempSync(join(ROOT, 'examples', 'quickstart', '.telltale-auto-'));
});
afterEach(async () => {
  await Promise.all(programs.splice(0).map(stopProgram));
  rmSync(folder, { recursive: true });
});

interface App {
  readonly program: Program;
  readonly url: string;
  readonly metricsPort: number;
}

/** Starts a program that prints `listening PORT`, with nothing but `--import` added. */
async function startApp(file: string, code: string, env: Record<string, string> = {}): Promise<App> {
  const metricsPort = await freePort();
  writeFileSync(join(folder, file), code);
  const program = startProgram('node', [...AUTO, file], {
    cwd: folder,
    env: { TELLTALE_METRICS_PORT: String(metricsPort), ...env },
  });
  programs.push(program);
  for (;;) {
    const port = /listening (\d+)/.exec(program.output())?.[1];
    if (port !== undefined) return { program, url: `http://127.0.0.1:${port}`, metricsPort };
    const isOver = await Promise.race([program.exit.then(() => true), sleep(10, false)]);
    if (isOver) throw new Error(`the program ended: ${program.output()}`);
  }
}

async function page(url: string): Promise<string> {
  const response = await fetch(url);
  return response.ok ? response.text() : `status ${response.status}`;
}

const LISTEN = `.listen(0, '127.0.0.1', function () { console.log('listening ' + this.address().port); });`;
const SERVER_ESM = `import { createServer } from 'node:http';
const server = createServer((request, response) => response.end('ok'));
server${LISTEN}`;

const APPS: readonly (readonly [name: string, file: string, code: string, route: string])[] = [
  ['node:http as an ES module', 'app.mjs', SERVER_ESM, 'unmatched'],
  [
    'node:http as CommonJS',
    'app.cjs',
    `require('node:http').createServer((request, response) => response.end('ok'))${LISTEN}`,
    'unmatched',
  ],
  [
    'Express as an ES module',
    'app.mjs',
    `import express from 'express';
const router = express.Router();
router.get('/item/:id', (request, response) => response.send('ok'));
express().use('/shop', router)${LISTEN}`,
    '/shop/item/:id',
  ],
  [
    'Express as CommonJS',
    'app.cjs',
    `const app = require('express')();
app.get('/shop/item/:id', (request, response) => response.send('ok'));
app${LISTEN}`,
    '/shop/item/:id',
  ],
  [
    'Fastify as an ES module',
    'app.mjs',
    `import fastify from 'fastify';
const app = fastify();
app.get('/shop/item/:id', async () => 'ok');
await app.listen({ port: 0, host: '127.0.0.1' });
console.log('listening ' + app.server.address().port);`,
    '/shop/item/:id',
  ],
  [
    'Fastify as CommonJS',
    'app.cjs',
    `const app = require('fastify')();
app.get('/shop/item/:id', async () => 'ok');
app.listen({ port: 0, host: '127.0.0.1' }).then(() => console.log('listening ' + app.server.address().port));`,
    '/shop/item/:id',
  ],
];

describe('a program that is started with --import @telltale/sdk/auto', { timeout: 20_000 }, () => {
  test.each(APPS)('is recorded without a line of code: %s', async (_name, file, code, route) => {
    const { url, metricsPort } = await startApp(file, code);
    for (const id of [1, 2, 3]) expect(await page(`${url}/shop/item/${id}`)).toBe('ok');
    const metrics = await page(`http://127.0.0.1:${metricsPort}/metrics`);
    expect(metrics).toContain(`http_requests_total{method="GET",route="${route}",status_code="200"} 3\n`);
    expect(metrics).toContain('http_requests_in_flight 0\n');
    expect(metrics).toContain('process_resident_memory_bytes');
  });

  test('records into the metrics of its telltale.config.ts, which is found above', async () => {
    writeFileSync(
      join(folder, 'telltale.config.ts'),
      `import { defineMonitoring, httpServer } from '@telltale/sdk/define';
const prefix: string = 'shop';
export default defineMonitoring({ service: 'shop', kits: [httpServer({ prefix })] });`,
    );
    mkdirSync(join(folder, 'src'));
    const { url, metricsPort } = await startApp('src/app.mjs', SERVER_ESM);
    await page(url);
    const metrics = await page(`http://127.0.0.1:${metricsPort}/metrics`);
    expect(metrics).toContain('shop_requests_total{method="GET",route="unmatched",status_code="200"} 1\n');
    expect(metrics).not.toContain('process_resident_memory_bytes');
  });

  test('records outgoing requests where the definition has the kit, by the instrumentation of OpenTelemetry', async () => {
    writeFileSync(
      join(folder, 'telltale.config.mjs'),
      `import { defineMonitoring, httpClient } from '@telltale/sdk/define';
export default defineMonitoring({ service: 'shop', kits: [httpClient()] });`,
    );
    const { metricsPort } = await startApp(
      'app.mjs',
      `import { createServer } from 'node:http';
const server = createServer((request, response) => response.end('ok'));
server.listen(0, '127.0.0.1', async () => {
  await (await fetch('http://127.0.0.1:' + server.address().port)).text();
  console.log('listening ' + server.address().port);
});`,
    );
    const metrics = await page(`http://127.0.0.1:${metricsPort}/metrics`);
    expect(metrics).toMatch(/^http_client_request_duration_seconds_count\{.*\} 1$/m);
  });

  test('shows the sum of a cluster on one port', async () => {
    const { program, url, metricsPort } = await startApp(
      'app.mjs',
      `import cluster from 'node:cluster';
import { createServer } from 'node:http';
if (cluster.isPrimary) {
  const workers = [cluster.fork(), cluster.fork()];
  let count = 0;
  cluster.on('listening', (_, { port }) => {
    if (++count === workers.length) console.log('listening ' + port);
  });
  process.on('exit', () => workers.forEach((worker) => worker.process.kill()));
} else {
  createServer((request, response) => response.end('ok')).listen(0, '127.0.0.1');
}`,
    );
    for (let i = 0; i < 6; i++) await ask(url);
    const counted = 'http_requests_total{method="GET",route="unmatched",status_code="200"} 6';
    const address = `http://127.0.0.1:${metricsPort}/metrics`;
    while (!(await page(address)).includes(counted)) await sleep(50);
    expect(program.output()).not.toContain('telltale:');
  });

  test('starts with a broken configuration, which is one line on standard error', async () => {
    writeFileSync(join(folder, 'telltale.config.mjs'), `throw new Error('no\\nsuch thing');`);
    const { program, url, metricsPort } = await startApp('app.mjs', SERVER_ESM);
    expect(await page(url)).toBe('ok');
    expect(await page(`http://127.0.0.1:${metricsPort}/metrics`)).toContain('http_requests_total{');
    const told = program
      .output()
      .split('\n')
      .filter((line) => line.startsWith('telltale:'));
    expect(told).toEqual([`telltale: ${join(folder, 'telltale.config.mjs')} is not used: no`]);
  });

  test('serves the metrics at METRICS_ENDPOINT of its own server, all of the paths', async () => {
    const { url } = await startApp('app.mjs', SERVER_ESM, {
      TELLTALE_METRICS_PORT: '',
      METRICS_ENDPOINT: '/api/v1/metrics,/custom_metrics',
    });
    expect(await page(`${url}/metrics`)).toBe('ok');
    for (const path of ['/api/v1/metrics', '/custom_metrics']) {
      expect(await page(url + path)).toContain('http_requests_total{method="GET",route="unmatched",');
    }
  });

  test('records nothing where PROMETHEUS_ENABLED is false', async () => {
    const { url, metricsPort } = await startApp('app.mjs', SERVER_ESM, { PROMETHEUS_ENABLED: 'false' });
    expect(await page(url)).toBe('ok');
    await expect(page(`http://127.0.0.1:${metricsPort}/metrics`)).rejects.toThrow('fetch failed');
  });

  test('takes the next free port where the expected one is in use, and tells which', async () => {
    const busy = createServer();
    const { port } = new URL(await listen(busy));
    const { program, url } = await startApp('app.mjs', SERVER_ESM, { TELLTALE_METRICS_PORT: port });
    busy.close();
    await page(url);
    const told = program
      .output()
      .split('\n')
      .filter((line) => line.startsWith('telltale:'));
    expect(told).toHaveLength(1);
    const address = /the metrics are at (\S+)$/.exec(told[0])?.[1] ?? '';
    expect(Number(new URL(address).port)).toBeGreaterThan(Number(port));
    expect(await page(address)).toContain('http_requests_total{');
  });

  test('leaves recording to an application that instruments itself', async () => {
    const { url, metricsPort } = await startApp(
      'app.mjs',
      `import { createServer } from 'node:http';
import { instrument } from '@telltale/sdk';
import { defineMonitoring, httpServer } from '@telltale/sdk/define';
const t = instrument(defineMonitoring({ service: 'own', kits: [httpServer()] }));
createServer(t.http.wrap((request, response) => response.end('ok')))${LISTEN}
await t.serve();`,
    );
    await page(url);
    const expected = 'http_requests_total{method="GET",route="unmatched",status_code="200"} 1\n';
    expect(await page(`${url}/metrics`)).toContain(expected);
    const own = await page(`http://127.0.0.1:${metricsPort}/metrics`);
    expect(own).toContain(expected);
    expect(own).not.toContain('process_resident_memory_bytes');
  });

  test('ends by itself when the application is done', async () => {
    writeFileSync(join(folder, 'app.mjs'), `console.log('done');`);
    const env = { TELLTALE_METRICS_PORT: String(await freePort()) };
    const { exit, output } = await runProgram('node', [...AUTO, 'app.mjs'], { cwd: folder, env });
    expect({ exit, output }).toEqual({ exit: 0, output: 'done\n' });
  });
});
