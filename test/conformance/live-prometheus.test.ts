import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Telemetry } from '@telltale/sdk';
import { instrument } from '@telltale/sdk';
import { defineMonitoring, httpServer } from '@telltale/sdk/define';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { ROOT, runProgram, startProgram, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { queryInstant, startStation, telltale } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const CONFIG = join(ROOT, 'test/conformance/fixtures/live.config.ts');
const QUERY = 'sum by (route) (rate(http_requests_total{route=~"/a|/b"}[10s]))';

/*
 * A service under constant load is scraped by a station and by Prometheus, which runs on the files
 * generated from the same definition. Two scrapes never see the same moment, so the answers only
 * have to be near each other.
 */
describe.runIf(hasProgram('prometheus') && hasProgram('promtool'))('live beside Prometheus', () => {
  const folder = suiteFolder();
  let service: ConstantService;
  let station: RunningStation;
  let prometheus: Program;
  let prometheusUrl: string;

  beforeAll(async () => {
    service = await startConstantService();
    process.env['LIVE_TARGET'] = service.address;
    const where = ['--network', 'host', '--out', folder.path];
    const generated = await telltale(['gen', 'prometheus', '--config', CONFIG, ...where]);
    expect(generated.exit, generated.output).toBe(0);
    station = await startStation(await freePort(), folder.path, ['--no-host', '--config', CONFIG]);
    const port = await freePort();
    prometheusUrl = `http://127.0.0.1:${port}`;
    mkdirSync(join(folder.path, 'tsdb'));
    prometheus = startProgram('prometheus', [
      `--config.file=${join(folder.path, 'prometheus/prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder.path, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ]);
    await waitFor('Prometheus to be ready', async () => (await fetch(`${prometheusUrl}/-/ready`)).ok);
  }, 60_000);

  afterAll(async () => {
    await Promise.all([station, prometheus].filter(Boolean).map(stopProgram));
    await service?.stop();
  });

  test('promtool accepts the generated configuration and rules', async () => {
    const config = join(folder.path, 'prometheus/prometheus.yml');
    const { exit, output } = await runProgram('promtool', ['check', 'config', config]);
    expect(exit, output).toBe(0);
    expect(output).toContain('SUCCESS: 1 rules found');
  });

  test('promtool accepts the live metrics page of an instrumented service', async () => {
    const command = `curl -s http://${service.address}/metrics | promtool check metrics`;
    const { exit, output } = await runProgram('sh', ['-c', command]);
    expect(exit, output).toBe(0);
  });

  test('the request rate by route is within 10 % of what Prometheus measures', async () => {
    const ratesOf = async (url: string) => {
      const samples = await queryInstant(url, QUERY);
      const rates = new Map(samples.map(({ metric, value }) => [metric['route'], Number(value[1])]));
      return rates.size === 2 && rates;
    };
    await waitFor(
      'both to see the routes',
      async () => (await ratesOf(station.url)) && ratesOf(prometheusUrl),
    );
    // Until the windows of both are full of constant load.
    await sleep(15_000);
    const [ours, theirs] = await Promise.all([
      waitFor('rates of the station', () => ratesOf(station.url)),
      waitFor('rates of Prometheus', () => ratesOf(prometheusUrl)),
    ]);
    for (const [route, rate] of theirs) {
      expect(rate).toBeGreaterThan(1);
      expect(Math.abs(ours.get(route)! - rate) / rate, route).toBeLessThan(0.1);
    }
  }, 60_000);

  test('Prometheus loads the generated alert and sees the target up', async () => {
    const response = await fetch(`${prometheusUrl}/api/v1/rules`);
    expect(await response.text()).toContain('"name":"HighErrorRate"');
    expect((await queryInstant(prometheusUrl, 'up{job="live"}'))[0].value[1]).toBe('1');
  });
});

interface ConstantService {
  readonly address: string;
  stop(): Promise<void>;
}

/** Two routes, each asked twenty times a second. */
async function startConstantService(): Promise<ConstantService> {
  const definition = defineMonitoring({ service: 'live', kits: [httpServer()] });
  const t = instrument(definition);
  const server = createServer(handlerOf(t));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const asked = new Set<Promise<unknown>>();
  const load = setInterval(() => {
    for (const path of ['/a', '/b']) {
      const request = fetch(`http://${address}${path}`).then((answer) => answer.text());
      const done = request.finally(() => asked.delete(done));
      asked.add(done);
    }
  }, 50);
  return {
    address,
    stop: async () => {
      clearInterval(load);
      await Promise.all(asked);
      await closeServer(server);
      await t.shutdown();
    },
  };
}

function handlerOf(t: Telemetry<ReturnType<typeof defineMonitoring>['metrics']>) {
  return t.http.wrap((request, response) => {
    if (request.url === '/metrics') return t.http.metricsHandler(request, response);
    t.http.route(request, request.url ?? '');
    response.end('ok');
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
