import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { doctor } from '../support/doctor.ts';
import { freePort } from '../support/free-port.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import { queryInstant, startStation } from '../support/telltale.ts';
import { suiteFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const folder = suiteFolder();
const stops: (() => Promise<unknown>)[] = [];
let station: string;

const CONFIG = (port: number) => `import { counter, defineMonitoring, gauge } from '@telltale/sdk/define';
export default defineMonitoring({
  service: 'shop',
  metrics: {
    orders_total: counter({ help: 'Orders', labels: { method: 'any' } }),
    refunds_total: counter({ help: 'Refunds' }),
    carts_open: gauge({ help: 'Open carts' }),
  },
  targets: { shop: { address: '127.0.0.1:${port}', every: '1s', timeout: '1s' } },
  dashboards: (m) => ({
    Full: { Rate: m.orders_total.rate('1m').sum('method'), Open: m.carts_open.now().max() },
    Broken: { Rate: m.orders_total.rate('1m').sum(), Refunds: m.refunds_total.rate('1m').sum() },
  }),
});
`;

beforeAll(async () => {
  const page = 'orders_total{method="card"} 5\ncarts_open 3\n';
  const shop = createServer((_request, response) => void response.end(page));
  await new Promise<void>((resolve) => shop.listen(0, '127.0.0.1', resolve));
  stops.push(async () => {
    shop.close();
    shop.closeAllConnections();
  });
  symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
  writeFileSync(join(folder.path, 'telltale.config.ts'), CONFIG((shop.address() as AddressInfo).port));
  const program = await startStation(await freePort(), folder.path, ['--no-host']);
  stops.push(() => stopProgram(program));
  station = program.url;
  await waitFor(
    'two scrapes',
    async () => (await queryInstant(station, 'rate(orders_total[1m])')).length > 0,
  );
});

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

describe('dashboards of a station', () => {
  test('a dashboard whose panels have data is well', async () => {
    const { exit, outcomes } = await doctor(`dashboards --url ${station} --dashboard full`);
    expect({ exit, panels: outcomes['panels'] }).toEqual({ exit: 0, panels: 'ok' });
  });

  test('a panel that asks for what is not there is named, with what it asks for', async () => {
    const { exit, cause, seen, step } = await doctor(`dashboards --url ${station} --dashboard broken`);
    expect({ exit, cause }).toEqual({ exit: 1, cause: 'panels' });
    expect(seen).toContain('1 of 2 panels show nothing over 5m; the first is “Broken / Refunds”');
    expect(seen).toContain('no series for refunds_total');
    expect(step('panels').details.map(({ outcome }) => outcome)).toEqual(['failed', 'ok']);
  });

  test('a name that no dashboard has', async () => {
    expect((await doctor(`dashboards --url ${station} --dashboard nobodys`)).fix).toContain('full, broken');
  });
});

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly time?: { readonly from: string; readonly to: string };
  readonly panels: readonly object[];
}

/** What is wrong with a Grafana. */
interface GrafanaFault {
  readonly database?: string;
  readonly token?: string;
  readonly sources?: readonly object[];
  readonly isSourceBad?: boolean;
  /** Where queries go that pass through it. */
  readonly behind?: string;
  readonly dashboards?: readonly Dashboard[];
}

const SOURCE = {
  uid: 'prom',
  name: 'Prometheus',
  type: 'prometheus',
  url: 'http://prometheus:9090',
  isDefault: true,
};
const panel = (title: string, expr: string, uid = 'prom') => ({
  id: 1,
  title,
  type: 'timeseries',
  gridPos: { x: 0, y: 0, w: 12, h: 8 },
  datasource: { type: 'prometheus', uid },
  targets: [{ refId: 'A', expr }],
});
const DASHBOARD: Dashboard = {
  uid: 'shop',
  title: 'Shop',
  time: { from: 'now-1h', to: 'now' },
  panels: [panel('Orders', 'sum(rate(orders_total{method=~"$method"}[$__rate_interval]))')],
};

/** A double of Grafana's API that answers what its documents say, and 404 to all else. */
async function grafana(fault: GrafanaFault = {}): Promise<string> {
  const server = createServer((request, response) => void answer(request, response, fault));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  fault: GrafanaFault,
): Promise<void> {
  const { database = 'ok', token, sources = [SOURCE], isSourceBad = false, dashboards = [DASHBOARD] } = fault;
  const send = (status: number, body: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const { pathname, search } = new URL(request.url ?? '/', 'http://grafana');
  if (request.method !== 'GET') return send(405, { message: 'Method not allowed' });
  if (pathname === '/api/health') {
    return send(database === 'ok' ? 200 : 503, { commit: 'abc', database, version: '11.3.0' });
  }
  if (token !== undefined && request.headers.authorization !== `Bearer ${token}`) {
    return send(401, { message: 'Invalid API key' });
  }
  if (pathname === '/api/datasources') return send(200, sources);
  if (pathname === '/api/datasources/uid/prom/health') {
    return isSourceBad
      ? send(400, { status: 'ERROR', message: 'dial tcp: lookup prometheus: no such host' })
      : send(200, { status: 'OK', message: 'Successfully queried the Prometheus API.' });
  }
  const through = '/api/datasources/proxy/uid/prom';
  if (pathname.startsWith(through)) {
    const asked = await fetch(`${fault.behind ?? station}${pathname.slice(through.length)}${search}`).catch(
      () => undefined,
    );
    return asked ? send(asked.status, await asked.json()) : send(502, { message: 'Bad Gateway' });
  }
  if (pathname === '/api/search')
    return send(
      200,
      dashboards.map(({ uid, title }) => ({ uid, title, type: 'dash-db' })),
    );
  const found = dashboards.find(({ uid }) => pathname === `/api/dashboards/uid/${uid}`);
  return found ? send(200, { meta: {}, dashboard: found }) : send(404, { message: 'Not found' });
}

describe('Grafana, by a strict double of its API', () => {
  const examine = async (fault: GrafanaFault, more = '', env: Readonly<Record<string, string>> = {}) =>
    doctor(`grafana --grafana ${await grafana(fault)}${more}`, env);

  test('that is well: every step that can be tried is ok', async () => {
    const { exit, outcomes } = await examine({});
    expect(exit).toBe(0);
    const { 'grafana-files': files, 'grafana-log': log, ...tried } = outcomes;
    expect({ files, log }).toEqual({ files: 'skipped', log: 'skipped' });
    expect(new Set(Object.values(tried))).toEqual(new Set(['ok']));
  });

  test('that does not run', async () => {
    const { exit, cause, seen } = await doctor(`grafana --grafana 127.0.0.1:${await freePort()}`);
    expect({ exit, cause, seen }).toEqual({
      exit: 1,
      cause: 'grafana-listens',
      seen: expect.stringContaining('connection refused'),
    });
  });

  test('that has lost its database', async () => {
    const { cause, seen } = await examine({ database: 'failing' });
    expect({ cause, seen }).toEqual({ cause: 'grafana-health', seen: 'its database is failing' });
  });

  test('another program at its port', async () => {
    const { cause, seen } = await doctor(`grafana --grafana ${station}`);
    expect({ cause, seen }).toEqual({
      cause: 'grafana-health',
      seen: expect.stringContaining('no answer of Grafana'),
    });
  });

  test('that wants a token: it is asked for, and used where it is given', async () => {
    const { cause, seen, code } = await examine({ token: 'glsa_1' });
    expect({ cause, seen }).toEqual({
      cause: 'grafana-access',
      seen: 'HTTP 401: Invalid API key; no token was given',
    });
    expect(code).toContain('TELLTALE_GRAFANA_TOKEN');
    const env = { TELLTALE_GRAFANA_TOKEN: 'glsa_1' };
    expect(await examine({ token: 'glsa_1' }, '', env)).toMatchObject({ exit: 0, cause: '' });
  });

  test('without a source for metrics', async () => {
    const { cause, code } = await examine({ sources: [{ ...SOURCE, type: 'loki' }] });
    expect({ cause, code }).toEqual({ cause: 'grafana-sources', code: 'npx telltale gen grafana' });
  });

  test('whose own test of the source fails: its words', async () => {
    const { cause, seen } = await examine({ isSourceBad: true });
    expect({ cause, seen }).toEqual({
      cause: 'grafana-source-health',
      seen: expect.stringContaining('no such host'),
    });
  });

  test('through which no query goes', async () => {
    const { cause } = await examine({ behind: `http://127.0.0.1:${await freePort()}` });
    expect(cause).toBe('grafana-through');
  });

  test('without dashboards', async () => {
    expect((await examine({ dashboards: [] })).cause).toBe('grafana-dashboards');
  });

  test('with a panel that asks a source that there is not', async () => {
    const { cause, seen, fix } = await examine({
      dashboards: [{ ...DASHBOARD, panels: [panel('Orders', 'orders_total', 'old')] }],
    });
    expect({ cause, seen }).toEqual({
      cause: 'grafana-dashboards',
      seen: expect.stringContaining('asks the source old'),
    });
    expect(fix).toContain('Prometheus is prom');
  });

  test('with a dashboard that shows a time long ago', async () => {
    const time = { from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' };
    const { cause, code } = await examine({ dashboards: [{ ...DASHBOARD, time }] });
    expect(cause).toBe('grafana-ranges');
    expect(code).toContain('"from": "now-5m"');
  });

  test('with a panel that has no data of the last 5 minutes', async () => {
    const { cause, seen } = await examine({
      dashboards: [
        { ...DASHBOARD, panels: [...DASHBOARD.panels, panel('Refunds', 'rate(refunds_total[5m])')] },
      ],
    });
    expect({ cause, seen }).toEqual({
      cause: 'grafana-panels',
      seen: expect.stringContaining('“Shop / Refunds”: no series for refunds_total'),
    });
  });

  test('with a panel whose query is refused', async () => {
    const { cause, seen } = await examine({
      dashboards: [{ ...DASHBOARD, panels: [panel('Typo', 'sum(rate(orders_total[5m])')] }],
    });
    expect({ cause, seen }).toEqual({
      cause: 'grafana-panels',
      seen: expect.stringContaining('“Shop / Typo”'),
    });
  });

  test('with a file of a dashboard that is no JSON: file, line and column', async () => {
    const files = join(temporaryFolder(), 'dashboards');
    mkdirSync(files);
    writeFileSync(join(files, 'good.json'), '{ "title": "Good" }');
    expect((await examine({}, ` --files ${files}`)).outcomes['grafana-files']).toBe('ok');
    writeFileSync(join(files, 'bad.json'), '{\n  "title": "Bad",\n}');
    const { cause, seen } = await examine({}, ` --files ${files}`);
    expect({ cause, seen }).toEqual({ cause: 'grafana-files', seen: expect.stringMatching(/^bad\.json: /) });
  });

  test('stands behind the steps of the source where dashboards are complained of', async () => {
    const { exit, outcomes } = await doctor(
      `dashboards --url ${station} --dashboard full --grafana ${await grafana()}`,
    );
    expect({ exit, panels: outcomes['grafana-panels'] }).toEqual({ exit: 0, panels: 'ok' });
  });
});
