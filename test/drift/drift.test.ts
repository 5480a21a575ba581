import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { ROOT, startProgram, stopProgram } from '../support/program.ts';
import { telltaleHere } from '../support/telltale-here.ts';
import { startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const hasServers = hasProgram('prometheus') && hasProgram('prometheus-alertmanager');
const folder = suiteFolder();
const stops: (() => Promise<unknown>)[] = [];

/** What a program exposes: one metric as it is defined, one with another label, one that nobody defined. */
const PAGE = `# TYPE orders_total counter
# HELP orders_total Orders placed
orders_total{method="card"} 5
# TYPE carts_open gauge
carts_open{shop="a",zone="eu"} 3
# TYPE reviews_total counter
# HELP reviews_total Reviews written
reviews_total{stars="5"} 1
`;

interface Finding {
  readonly area: string;
  readonly kind: string;
  readonly title: string;
  readonly fields: readonly { readonly name: string; readonly defined: string; readonly live: string }[];
  readonly fix: string;
}

function telltale(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  return telltaleHere(args, { cwd: folder.path, env });
}

async function drift(...args: string[]): Promise<{ readonly exit: unknown; readonly findings: Finding[] }> {
  const { exit, output } = await telltale(['drift', '--json', ...args]);
  return { exit, findings: JSON.parse(output.slice(output.indexOf('{'))).findings };
}

/** Area, kind and title of each finding, those about metrics and queries apart. */
function shown(findings: readonly Finding[], areas: readonly string[]): string[] {
  return findings
    .filter(({ area }) => areas.includes(area))
    .map(({ kind, title }) => `${kind} ${title}`)
    .toSorted();
}

const SERVED = ['rules', 'targets', 'routing', 'dashboards'];

beforeAll(async () => {
  cpSync(join(import.meta.dirname, 'fixtures'), folder.path, { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
  const app = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(PAGE);
  });
  const port = await listening(app);
  const config = join(folder.path, 'telltale.config.ts');
  writeFileSync(config, readFileSync(config, 'utf8').replace('127.0.0.1:1', `127.0.0.1:${port}`));
  const { exit, output } = await telltale(['gen', 'all', '--network', 'host', '--target', 'prometheus=2.42']);
  expect(exit, output).toBe(0);
});

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

function running(program: Program): void {
  stops.push(() => stopProgram(program));
}

describe('a station that runs the definition', () => {
  let url: string;

  beforeAll(async () => {
    const station = await startStation(await freePort(), folder.path, ['--no-host']);
    running(station);
    ({ url } = station);
    await waitFor('metrics', async () => {
      const answer = await fetch(`${url}/api/v1/query?query=carts_open`);
      return JSON.stringify(await answer.json()).includes('zone');
    });
  });

  test('has no drift of rules, targets and routing', async () => {
    const { findings } = await drift('--url', url);
    expect(shown(findings, SERVED)).toEqual([]);
  });

  test('shows metrics that are never seen, not defined, or wider than defined, each with what to write', async () => {
    const { exit, findings } = await drift('--url', url);
    expect(exit).toBe(1);
    expect(shown(findings, ['metrics'])).toEqual([
      'changed metric carts_open',
      'extra metric reviews_total',
      'missing metric refunds_total',
    ]);
    const [wider] = findings.filter(({ title }) => title === 'metric carts_open');
    expect(wider.fields).toEqual([{ name: 'labels', defined: 'shop', live: 'shop, zone' }]);
    const [extra] = findings.filter(({ title }) => title === 'metric reviews_total');
    expect(extra.fix).toBe(
      "declare it: reviews_total: counter({ help: 'Reviews written', labels: { stars: 'any' } }),",
    );
  });

  test('shows the selectors that take no series, with who asks them', async () => {
    const { findings } = await drift('--url', url);
    const [silent] = findings.filter(({ area }) => area === 'queries');
    expect(silent.title).toBe('no series for refunds_total');
    expect(silent.fix).toContain('ManyRefunds');
  });

  test('is told of in words', async () => {
    const { exit, output } = await telltale(['drift', '--url', url]);
    expect(exit).toBe(1);
    expect(output).toContain('- metric refunds_total is defined and not there');
    expect(output).toContain('labels defined: shop');
  });
});

describe.skipIf(!hasServers)('real servers', () => {
  let prometheus: string;
  let alertmanager: string;
  const rulesFile = () => join(folder.path, 'prometheus/rules/shop.yml');

  beforeAll(async () => {
    const [first, second] = [await freePort(), await freePort()];
    prometheus = `http://127.0.0.1:${first}`;
    alertmanager = `http://127.0.0.1:${second}`;
    running(
      startProgram('prometheus', [
        `--config.file=${join(folder.path, 'prometheus/prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder.path, 'tsdb')}`,
        `--web.listen-address=127.0.0.1:${first}`,
        '--web.enable-lifecycle',
      ]),
    );
    running(
      startProgram('prometheus-alertmanager', [
        `--config.file=${join(folder.path, 'alertmanager/alertmanager.yml')}`,
        `--storage.path=${join(folder.path, 'am')}`,
        `--web.listen-address=127.0.0.1:${second}`,
        '--cluster.listen-address=',
      ]),
    );
    await waitFor('both servers', async () => {
      const answers = await Promise.all([fetch(`${prometheus}/-/ready`), fetch(`${alertmanager}/-/ready`)]);
      return answers.every(({ ok }) => ok);
    });
    await waitFor('targets', async () => {
      const answer = await fetch(`${prometheus}/api/v1/targets?state=active`);
      return JSON.stringify(await answer.json()).includes('"job":"shop"');
    });
  });

  test('that run what was generated have no drift of rules, targets and routing', async () => {
    const { findings } = await drift('--prometheus', prometheus, '--alertmanager', alertmanager);
    expect(shown(findings, SERVED)).toEqual([]);
  });

  test('rules that somebody changed by hand are found field by field', async () => {
    const generated = readFileSync(rulesFile(), 'utf8');
    writeFileSync(rulesFile(), generated.replace('> 5', '> 50').replace(/for: "?2m"?/, 'for: 20m'));
    await fetch(`${prometheus}/-/reload`, { method: 'POST' });
    const { exit, findings } = await drift('--prometheus', prometheus);
    expect(exit).toBe(1);
    const [changed] = findings.filter(({ area }) => area === 'rules');
    expect(changed).toMatchObject({
      kind: 'changed',
      title: 'alert ManyCarts of the group shop',
      fields: [
        { name: 'query', defined: 'max(carts_open) > 5', live: 'max(carts_open) > 50' },
        { name: 'for', defined: '2m', live: '20m' },
      ],
    });
    writeFileSync(rulesFile(), generated);
    await fetch(`${prometheus}/-/reload`, { method: 'POST' });
    expect(shown((await drift('--prometheus', prometheus)).findings, SERVED)).toEqual([]);
  });

  test('routes and receivers that somebody changed by hand are found', async () => {
    const path = join(folder.path, 'alertmanager/alertmanager.yml');
    const generated = readFileSync(path, 'utf8');
    writeFileSync(path, generated.replace('repeat_interval: "4h"', 'repeat_interval: "1h"'));
    await fetch(`${alertmanager}/-/reload`, { method: 'POST' });
    const { findings } = await drift('--alertmanager', alertmanager);
    expect(findings).toMatchObject([
      {
        area: 'routing',
        title: 'route {}',
        fields: [{ name: 'repeatInterval', defined: '4h', live: '1h' }],
      },
      // What it hands down changes below it, too.
      { area: 'routing', title: 'route {}/{severity="warning"}' },
    ]);
  });
});

describe('Grafana', () => {
  test('dashboards that are not there, or were changed in the browser, are found', async () => {
    const generated = join(folder.path, 'grafana/dashboards/orders.json');
    const dashboard = JSON.parse(readFileSync(generated, 'utf8'));
    const asked: (string | undefined)[] = [];
    const grafana = createServer((request, response) => {
      asked.push(request.headers.authorization);
      const isKnown = request.url === `/api/dashboards/uid/${dashboard.uid}`;
      const [panel] = dashboard.panels;
      // Grafana counts versions, and people move panels.
      const live = {
        ...dashboard,
        id: 17,
        version: 5,
        panels: [{ ...panel, gridPos: { x: 1, y: 1, w: 2, h: 2 }, targets: [{ refId: 'A', expr: 'up' }] }],
      };
      response
        .writeHead(isKnown ? 200 : 404, { 'content-type': 'application/json' })
        .end(JSON.stringify(isKnown ? { meta: {}, dashboard: live } : { message: 'Dashboard not found' }));
    });
    const url = `http://127.0.0.1:${await listening(grafana)}`;
    const { exit, output } = await telltale(['drift', '--json', '--grafana', url], {
      TELLTALE_GRAFANA_TOKEN: 'glsa_token',
    });
    expect(exit).toBe(1);
    const { findings } = JSON.parse(output) as { findings: Finding[] };
    expect(shown(findings, ['dashboards'])).toEqual([
      'changed panel Rate of the dashboard Orders',
      'missing dashboard Carts',
    ]);
    expect(findings.find(({ kind }) => kind === 'changed')?.fields).toMatchObject([
      { name: 'queries', live: 'up' },
    ]);
    expect(new Set(asked)).toEqual(new Set(['Bearer glsa_token']));
  });
});

test('a server that does not answer is an error of its own', async () => {
  const port = await freePort();
  const { exit, output } = await telltale(['drift', '--prometheus', `127.0.0.1:${port}`]);
  expect(exit).toBe(2);
  expect(output).toContain(`no server answers at http://127.0.0.1:${port}`);
});

describe('an answer that is none of the server that is meant is no drift', () => {
  test.each([
    ['--prometheus', '{"status":"success"}', "none of Prometheus's API"],
    ['--prometheus', '{"status":"success","data":{"groups":5}}', "none of Prometheus's API"],
    ['--prometheus', 'null', "none of Prometheus's API"],
    ['--alertmanager', '{"config":{"original":"route: [\\n"}}', "none of Alertmanager's API"],
    ['--alertmanager', '[]', "none of Alertmanager's API"],
    ['--grafana', '{"status":"success"}', "none of Grafana's API"],
    ['--grafana', '<html>', 'no JSON'],
  ])('%s %s', async (option, body, reason) => {
    const url = `http://127.0.0.1:${await listening(createServer((_, response) => response.end(body)))}`;
    const { exit, output } = await telltale(['drift', option, url]);
    expect({ exit, output }).toEqual({ exit: 2, output: expect.stringContaining(reason) });
  });
});
