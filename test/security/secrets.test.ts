import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { startExposed } from './start-exposed.ts';

/** Stands in every secret, so that one search finds all of them. */
const SENTINEL = 'sentinel-7d1f';
const secret = (of: string) => `${SENTINEL}-${of}`;
/** Those that a prometheus.yml may only name the files of. */
const FILES = ['basic', 'bearer', 'file', 'redirected', 'discovery'];
/** What the command line adds to the routes of the station. */
const FEATURE_PATHS = ['/api/telltale/doctor', '/api/telltale/drift', '/api/telltale/definition'];

const prometheusFile = (port: number): string => `
global: { scrape_interval: 1s }
rule_files: [rules.yml]
scrape_configs:
  - job_name: password
    basic_auth: { username: me, password_file: basic.txt }
    static_configs: [{ targets: ['127.0.0.1:${port}'] }]
  - job_name: bearer
    authorization: { credentials_file: bearer.txt }
    static_configs: [{ targets: ['127.0.0.1:${port}'] }]
  - job_name: file
    authorization: { credentials_file: file.txt }
    metrics_path: /no-metrics
    static_configs: [{ targets: ['127.0.0.1:${port}'] }]
  - job_name: redirected
    basic_auth: { username: me, password_file: redirected.txt }
    metrics_path: /redirect
    static_configs: [{ targets: ['127.0.0.1:${port}'] }]
  - job_name: proxy
    proxy_url: http://me:${secret('proxy')}@127.0.0.1:1
    static_configs: [{ targets: ['127.0.0.1:${port}'] }]
  - job_name: discovered
    http_sd_configs:
      - url: http://127.0.0.1:${port}/targets
        basic_auth: { username: me, password_file: discovery.txt }
`;

const alertmanagerFile = (port: number): string => `
route: { receiver: all, group_wait: 1s }
receivers:
  - name: all
    slack_configs: [{ api_url: 'http://127.0.0.1:${port}/services/${secret('slack')}', channel: '#a' }]
    pagerduty_configs: [{ routing_key: ${secret('pagerduty')}, url: 'http://127.0.0.1:${port}/enqueue' }]
    webhook_configs:
      - url: http://me:${secret('webhook')}@127.0.0.1:${port}/hook?token=${secret('query')}
      - url: http://127.0.0.1:${port}/hook
        http_config: { authorization: { credentials: ${secret('hook-bearer')} } }
    email_configs:
      - to: a@example.test
        from: b@example.test
        smarthost: 127.0.0.1:${port}
        auth_username: me
        auth_password: ${secret('mail')}
        require_tls: false
`;

const RULES = `groups: [{ name: a, interval: 1s, rules: [{ alert: Always, expr: vector(1), labels: { severity: page } }] }]\n`;

/* A station that was given every kind of secret, and a server that takes none of them. */
const folder = suiteFolder();
let station: RunningStation;
let server: Server;
const shown: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    shown.push(request.headers.authorization ?? '');
    if (request.url === '/redirect') response.writeHead(302, { location: 'http://localhost:1/' }).end();
    else if (request.url === '/no-metrics') response.end('<html>');
    else response.writeHead(401).end('who are you?');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const write = (name: string, text: string) => writeFileSync(join(folder.path, name), text);
  write('prometheus.yml', prometheusFile(port));
  write('alertmanager.yml', alertmanagerFile(port));
  write('rules.yml', RULES);
  for (const of of FILES) write(`${of}.txt`, secret(of));
  station = await startStation(await freePort(), folder.path, [
    '--no-host',
    '--prometheus-config',
    'prometheus.yml',
    '--alertmanager',
    'alertmanager.yml',
  ]);
}, 90_000);

afterAll(async () => {
  if (station !== undefined) await stopProgram(station);
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

const post = (path: string, body: object) =>
  fetch(station.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

/** Texts around what was found, for people who must find where it came from. */
function findings(where: string, text: string): readonly string[] {
  return [...text.matchAll(new RegExp(`.{0,80}${SENTINEL}.{0,40}`, 'g'))].map(
    ([found]) => `${where}: ${found}`,
  );
}

test('the secrets were used: scrapes and deliveries sent them, and failed', async () => {
  const decoded = () =>
    shown.map((header) =>
      header.replace(/^Basic (.*)$/, (_, base64: string) => Buffer.from(base64, 'base64').toString()),
    );
  const wanted = ['basic', 'bearer', 'file', 'redirected', 'discovery', 'webhook', 'hook-bearer'].map(secret);
  await waitFor('each of them to be sent', () =>
    wanted.every((one) => decoded().some((header) => header.endsWith(one))),
  );
  await waitFor('a delivery to fail', async () => {
    const { notifications } = (await getJson(`${station.url}/api/telltale/notifications`)) as {
      notifications: object[];
    };
    return JSON.stringify(notifications).includes('401');
  });
});

test(
  'no answer of the API, no metric and no line of the log has a secret (case 89)',
  { timeout: 120_000 },
  async () => {
    const listing = await startExposed({ dataFolder: join(folder.path, 'listing'), adminApi: true });
    const { routes } = listing;
    expect(await listing.stop()).toBe('');
    const reading = routes.filter(
      ({ path, methods }) => methods.includes('GET') && !/events|tail/.test(path),
    );
    expect(reading.length).toBeGreaterThan(60);
    const found: string[] = [];
    for (const path of [...reading.map((route) => route.path), ...FEATURE_PATHS]) {
      const response = await fetch(station.url + path.replace(':name', 'job').replaceAll(/:\w+|\*/g, 'x'));
      found.push(...findings(path, await response.text()));
    }
    const { notifications } = (await getJson(`${station.url}/api/telltale/notifications`)) as {
      notifications: { id: string }[];
    };
    for (const { id } of notifications)
      found.push(
        ...findings(
          `notification ${id}`,
          await (await fetch(`${station.url}/api/telltale/notifications/${id}`)).text(),
        ),
      );
    found.push(...findings('the output', station.output()));
    expect(found).toEqual([]);
  },
);

test('no answer to what is tried, and no error, has a secret (case 89)', async () => {
  const labels = { alertname: 'Always', severity: 'page' };
  const found: string[] = [];
  for (const [path, body] of [
    ['/api/telltale/receivers/test', {}],
    ['/api/telltale/receivers/preview', { labels, annotations: {} }],
    ['/api/telltale/route', { labels }],
    ['/api/telltale/targets/scrape', {}],
    ['/api/telltale/query_batch', { queries: [{ id: 'a', query: '{__name__=~".+"}' }] }],
    ['/-/reload', {}],
  ] as const) {
    const response = await post(path, body);
    expect(response.status, path).toBeLessThan(500);
    found.push(...findings(path, await response.text()));
  }
  expect([...found, ...findings('the output', station.output())]).toEqual([]);
});

test('a backup has no secret (case 89)', async () => {
  const response = await post('/api/telltale/backup', {});
  expect(response.status).toBe(200);
  const bytes = gunzipSync(Buffer.from(await response.arrayBuffer()));
  expect(bytes.length).toBeGreaterThan(1000);
  expect(findings('the backup', bytes.toString('latin1'))).toEqual([]);
});
