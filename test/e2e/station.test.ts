import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DashboardsResponse, TargetsResponse } from '@telltale/station/contract';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { runProgram, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, queryInstant, startStation, telltale } from '../support/telltale.ts';
import { suiteFolder, temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

/** A program in another language: nothing but a metrics page. */
async function startForeignProgram() {
  let requests = 0;
  const server = createServer((_request, response) => {
    requests += 10;
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(
      '# HELP jobs_done_total Jobs done.\n# TYPE jobs_done_total counter\n' +
        `jobs_done_total{queue="mail"} ${requests}\n` +
        '# TYPE queue_depth gauge\nqueue_depth 7\n',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { server, address: `127.0.0.1:${(server.address() as AddressInfo).port}` };
}

describe('a station without any definition', () => {
  const folder = suiteFolder();
  let station: RunningStation;
  let foreign: Awaited<ReturnType<typeof startForeignProgram>>;

  beforeAll(async () => {
    foreign = await startForeignProgram();
    station = await startStation(await freePort(), folder.path, ['--scrape', `${foreign.address}/metrics`]);
  });

  afterAll(async () => {
    foreign.server.close();
    await stopProgram(station);
  });

  test('a dashboard is generated from what the program exposes, and its queries answer', async () => {
    const dashboard = await waitFor('the generated dashboard', async () => {
      const { dashboards } = (await getJson(`${station.url}/api/telltale/dashboards`)) as DashboardsResponse;
      return dashboards.find(({ origin }) => origin === 'scraped');
    });
    expect(dashboard.panels.map(({ title }) => title)).toEqual(['Answering', 'Jobs done', 'Queue depth']);
    for (const panel of dashboard.panels) {
      const samples = await waitFor(
        panel.title,
        async () => {
          const result = await queryInstant(station.url, panel.queries[0].query);
          return result.length > 0 && result;
        },
        30_000,
      );
      expect(Number(samples[0].value[1])).toBeGreaterThan(0);
    }
  }, 60_000);

  test('log records are taken where programs that were told nothing send OTLP, if nobody else has the port', async () => {
    const lines = await waitFor('its lines', async () => /^ +otlp .*$/m.exec(station.output())?.[0]);
    expect(lines).toContain(`logs and traces at ${station.url}`);
    for (const port of [4318, 4317]) {
      const isTaken = station.output().includes(`OTLP is not taken on port ${port}: another program has it.`);
      expect(lines.includes(`http://127.0.0.1:${port}`)).toBe(!isTaken);
    }
  });

  test('the target is listed as up', async () => {
    const target = await waitFor('the target to be up', async () => {
      const { targets } = (await getJson(`${station.url}/api/telltale/targets`)) as TargetsResponse;
      return targets.find(({ job, health }) => job === foreign.address && health === 'up');
    });
    expect(target.samples).toBe(2);
  });

  test('many queries are answered in one request, each on its own line', async () => {
    const now = Date.now();
    const response = await fetch(`${station.url}/api/telltale/query_batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        startMs: now - 60_000,
        endMs: now,
        stepMs: 5000,
        queries: [
          { id: 'good', query: 'queue_depth' },
          { id: 'bad', query: 'rate(queue_depth' },
        ],
      }),
    });
    const lines = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const good = lines.find(({ id }) => id === 'good');
    expect(good.timestamps).toHaveLength(13);
    expect(good.series[0].values.at(-1)).toBe(7);
    expect(lines.find(({ id }) => id === 'bad')).toMatchObject({ ok: false, error: expect.any(String) });
  });

  test.each([
    ['/api/v1/query?query=rate(x', 400, 'bad_data'],
    ['/api/v1/query', 400, 'bad_data'],
    ['/api/v1/nothing', 404, 'not_found'],
    ['/api/v1/query_range?query=x&start=2&end=1&step=1', 400, 'bad_data'],
    ['/api/v1/query_range?query=x&start=0&end=100000&step=1', 400, 'bad_data'],
    ['/api/v1/query?query=queue_depth%20%2B%20on()%20%7B__name__!%3D%22%22%7D', 422, 'execution'],
  ])('%s is answered with an error as Prometheus words it', async (path, status, errorType) => {
    const response = await fetch(station.url + path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ status: 'error', errorType });
  });

  test('a host name that is not ours is refused', async () => {
    const { port } = new URL(station.url);
    const response = await runProgram('curl', [
      '-s',
      '--output',
      '/dev/null',
      '--write-out',
      '%{http_code}',
      '--header',
      'Host: evil.example',
      `http://127.0.0.1:${port}/api/v1/query?query=1`,
    ]);
    expect(response.output).toBe('421');
  });

  test('telltale query prints what the station answers', async () => {
    const { output, exit } = await telltale(['query', 'queue_depth', '--url', station.url]);
    expect(exit).toBe(0);
    expect(output).toMatch(/^queue_depth\{.*job="127\.0\.0\.1:\d+"\}\s+7\n$/);
  });

  test.runIf(hasProgram('promtool'))('promtool accepts the live metrics page of the station', async () => {
    const page = await (await fetch(`${station.url}/metrics`)).text();
    writeFileSync(join(folder.path, 'page.txt'), page);
    const { exit, output } = await runProgram('sh', [
      '-c',
      `promtool check metrics < ${join(folder.path, 'page.txt')}`,
    ]);
    expect(exit, output).toBe(0);
  });

  test.runIf(hasProgram('promtool'))('promtool queries the station', async () => {
    const { exit, output } = await runProgram('promtool', ['query', 'instant', station.url, 'queue_depth']);
    expect(exit, output).toBe(0);
    expect(output).toContain('=> 7 @');
  });

  test('a second station on the same port ends with one clear line', async () => {
    const { port } = new URL(station.url);
    const other = temporaryFolder();
    const { exit, output } = await telltale(['up', '--port', port, '--data', join(other, 'data')], {
      cwd: other,
    });
    expect(exit).toBe(2);
    expect(output).toContain(`port ${port} of 127.0.0.1 is taken`);
  });

  test('a second station on the same data ends with one clear line', async () => {
    const port = String(await freePort());
    const { exit, output } = await telltale(['up', '--port', port, '--data', join(folder.path, 'data')], {
      cwd: folder.path,
    });
    expect(exit).toBe(2);
    expect(output).toContain('TT_DATA_LOCKED');
  });

  test('a data folder that cannot be made ends with one clear line', async () => {
    const other = temporaryFolder();
    writeFileSync(join(other, 'file'), '');
    const data = join(other, 'file', 'data');
    const { exit, output } = await telltale(['up', '--port', '0', '--data', data], { cwd: other });
    expect(exit).toBe(2);
    expect(output).toContain('TT_DATA_FOLDER');
  });
});
