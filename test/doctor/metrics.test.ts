import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { doctor } from '../support/doctor.ts';
import { freePort } from '../support/free-port.ts';
import { ROOT, startProgram, stopProgram } from '../support/program.ts';
import { queryInstant, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const folder = suiteFolder();
const stops: (() => Promise<unknown>)[] = [];
const PAGE = '# TYPE orders_total counter\norders_total{method="card"} 5\nsecret_total 1\n';
/** The job that relabelling drops. */
const NOT_SCRAPED = 1;
const HOUR_MS = 3_600_000;

afterAll(async () => {
  for (const stop of stops.toReversed()) await stop();
});

/** A program on a port of its own. */
async function program(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  stops.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

const saying =
  (body: string, headers: Readonly<Record<string, string>> = {}): RequestListener =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4', ...headers }).end(body);

const onlyAt =
  (path: string): RequestListener =>
  (request, response) =>
    request.url === path ? saying(PAGE)(request, response) : void response.writeHead(404).end('not found');

/** One job for each way in which a metric can be missing. */
async function jobs(): Promise<Readonly<Record<string, string>>> {
  const at = async (answer: RequestListener, more = '') =>
    `{ address: '127.0.0.1:${await program(answer)}', every: '1s', timeout: '1s'${more} }`;
  const late = { date: new Date(Date.now() - 2 * HOUR_MS).toUTCString() };
  const old = `orders_total{method="card"} 5 ${Date.now() - HOUR_MS}\n`;
  const drop = (regex: string) =>
    `, metricRelabel: [{ action: 'drop', sourceLabels: ['__name__'], regex: '${regex}' }]`;
  return {
    well: await at(saying(PAGE)),
    stopped: `{ address: '127.0.0.1:${await freePort()}', every: '1s', timeout: '1s' }`,
    misplaced: await at(onlyAt('/metrics'), ", path: '/metricz'"),
    nowhere: await at(onlyAt('/hidden')),
    webpage: await at(saying('<!doctype html><p>Sign in</p>', { 'content-type': 'text/html' })),
    garbage: await at(saying('orders_total{method="card" 5\n')),
    empty: await at(saying('# nothing yet\n')),
    secured: await at((_request, response) => void response.writeHead(401).end('who are you')),
    broken: await at((_request, response) => void response.writeHead(500).end('no database')),
    late: await at(saying(PAGE, late)),
    old: await at(saying(old)),
    dropped: await at(
      saying(PAGE),
      ", relabel: [{ action: 'drop', sourceLabels: ['__address__'], regex: '127.*' }]",
    ),
    emptied: await at(saying(PAGE), drop('.*')),
    partly: await at(saying(PAGE), drop('secret_total')),
  };
}

describe('a station with a job for each thing that can be wrong', () => {
  let url: string;
  const missing = (args: string) => doctor(`metrics --url ${url} ${args}`);

  beforeAll(async () => {
    symlinkSync(join(ROOT, 'node_modules'), join(folder.path, 'node_modules'));
    const targets = Object.entries(await jobs()).map(([name, declared]) => `${name}: ${declared},`);
    writeFileSync(
      join(folder.path, 'telltale.config.ts'),
      `import { counter, defineMonitoring } from '@telltale/sdk/define';
export default defineMonitoring({
  service: 'shop',
  metrics: { orders_total: counter({ help: 'Orders', labels: { method: 'any' } }) },
  targets: { ${targets.join('\n')} },
});\n`,
    );
    const station = await startStation(await freePort(), folder.path, ['--no-host']);
    stops.push(() => stopProgram(station));
    ({ url } = station);
    await waitFor('every job to be scraped', async () => {
      const up = await queryInstant(url, 'up{job!="telltale"}');
      return up.length === targets.length - NOT_SCRAPED;
    });
  });

  test('where nothing is wrong, every step is ok', async () => {
    // A machine that is busy scrapes late, which is told.
    const asked = async () => {
      const { exit, cause, outcomes } = await missing('--service well --metric orders_total');
      return { exit, cause, outcomes };
    };
    const outcomes = {
      server: 'ok',
      listed: 'ok',
      listens: 'ok',
      page: 'ok',
      readable: 'ok',
      scraped: 'ok',
      clock: 'ok',
      times: 'ok',
      stored: 'ok',
      metric: 'ok',
      'metric-stored': 'ok',
      log: 'skipped',
    };
    await expect.poll(asked).toEqual({ exit: 0, cause: '', outcomes });
  });

  test('a target that nobody scrapes is told, with the lines for the definition', async () => {
    const { exit, cause, seen, code } = await missing('--target http://127.0.0.1:1/metrics');
    expect({ exit, cause }).toEqual({ exit: 1, cause: 'listed' });
    expect(seen).toContain('no target is http://127.0.0.1:1/metrics');
    expect(code).toContain("{ address: '127.0.0.1:1' },");
  });

  test('a job that is mistyped is told by its nearest name', async () => {
    expect((await missing('--service wel')).fix).toBe('Did you mean well?');
  });

  test('a program that is stopped: the port, and the words of the system', async () => {
    const { cause, seen, outcomes } = await missing('--service stopped');
    expect(cause).toBe('listens');
    expect(seen).toMatch(/^127\.0\.0\.1:\d+: connection refused/);
    expect(outcomes).toMatchObject({
      page: 'skipped',
      readable: 'skipped',
      scraped: 'failed',
      stored: 'skipped',
    });
  });

  test('without a name, the first target that is down is looked at', async () => {
    const { exit, step } = await missing('');
    expect({ exit, scraped: step('scraped').outcome }).toEqual({ exit: 1, scraped: 'failed' });
  });

  test('a wrong path: where the metrics are instead', async () => {
    const { cause, seen, code } = await missing('--service misplaced');
    expect(cause).toBe('page');
    expect(seen).toContain('nothing at /metricz, and metrics are at /metrics');
    expect(code).toBe("path: '/metrics',");
  });

  test('a path that is nowhere to be found', async () => {
    const { cause, seen } = await missing('--service nowhere');
    expect(cause).toBe('page');
    expect(seen).toContain('there is nothing at /metrics, nor at /api/metrics');
  });

  test('credentials that are missing', async () => {
    const { cause, seen, code } = await missing('--service secured');
    expect({ cause, seen }).toEqual({ cause: 'page', seen: expect.stringContaining('HTTP 401') });
    expect(code).toContain('basicAuth');
  });

  test('a program that fails to make its page', async () => {
    const { cause, seen } = await missing('--service broken');
    expect({ cause, seen }).toEqual({ cause: 'page', seen: expect.stringContaining('no database') });
  });

  test('a web page in the place of metrics', async () => {
    const { cause, seen } = await missing('--service webpage');
    expect({ cause, seen }).toEqual({ cause: 'readable', seen: expect.stringContaining('web page') });
  });

  test('a page that is no metrics, with the line', async () => {
    const { cause, seen } = await missing('--service garbage');
    expect({ cause, seen }).toEqual({ cause: 'readable', seen: expect.stringContaining('line 1') });
  });

  test('a page without samples', async () => {
    const { cause, seen } = await missing('--service empty');
    expect({ cause, seen }).toEqual({ cause: 'readable', seen: expect.stringContaining('no sample') });
  });

  test('a clock that is hours late', async () => {
    const { cause, seen, code } = await missing('--service late');
    expect({ cause, seen }).toEqual({ cause: 'times', seen: expect.stringMatching(/2h.* behind/) });
    expect(code).toContain('timedatectl');
  });

  test('samples that bring an old time of their own', async () => {
    const { cause, seen } = await missing('--service old');
    expect({ cause, seen }).toEqual({ cause: 'times', seen: expect.stringContaining('the newest from 1h') });
  });

  test('a target that relabelling drops, with the rule', async () => {
    const { cause, seen, code } = await missing('--service dropped');
    expect(cause).toBe('listed');
    expect(seen).toMatch(
      /relabelling drops 127\.0\.0\.1:\d+ of the job dropped, by the rule 1: drop __address__/,
    );
    expect(code).toBe('npx telltale relabel dropped');
  });

  test('samples that are all dropped', async () => {
    const { cause, seen } = await missing('--service emptied');
    expect({ cause, seen }).toEqual({ cause: 'stored', seen: expect.stringContaining('drops all of them') });
  });

  test('one metric that is dropped', async () => {
    const { cause, outcomes } = await missing('--service partly --metric secret_total');
    expect(cause).toBe('metric-stored');
    expect(outcomes).toMatchObject({ stored: 'ok', metric: 'ok' });
  });

  test('a metric that the page does not have, with the one that is meant', async () => {
    const { cause, fix } = await missing('--service well --metric order_total');
    expect({ cause, fix }).toEqual({ cause: 'metric', fix: 'Did you mean orders_total?' });
  });

  test('a metric that another job has, and one that nobody has', async () => {
    const { cause, seen } = await missing('--service old --metric secret_total');
    expect(cause).toBe('times');
    expect(seen).not.toBe('');
    const other = await missing('--service old --metric secret_total');
    expect(other.step('metric').seen).toContain('; late, well have it');
    const { step } = await missing('--service well --metric nobodys_total');
    expect(step('metric').seen).not.toContain('have it');
  });
});

test('a server that does not run', async () => {
  const { exit, cause, seen, code, outcomes } = await doctor(`metrics --url 127.0.0.1:${await freePort()}`);
  expect({ exit, cause, code }).toEqual({ exit: 1, cause: 'server', code: 'npx telltale up' });
  expect(seen).toContain('connection refused');
  expect(Object.values(outcomes).filter((outcome) => outcome === 'failed')).toHaveLength(1);
});

test('a server that is another program', async () => {
  const port = await program((_request, response) => void response.writeHead(404).end());
  const { cause, seen } = await doctor(`metrics --url 127.0.0.1:${port}`);
  expect({ cause, seen }).toEqual({
    cause: 'server',
    seen: expect.stringContaining('neither a station nor a Prometheus'),
  });
});

describe.skipIf(!hasProgram('prometheus'))('a real Prometheus', () => {
  test('is examined as a station is: what is stopped, dropped, and well', async () => {
    const [port, well, gone] = [await freePort(), await program(saying(PAGE)), await freePort()];
    const config = join(folder.path, 'prometheus.yml');
    const job = (name: string, target: number, more = '') =>
      `  - job_name: ${name}\n    static_configs: [{ targets: ["127.0.0.1:${target}"] }]\n${more}`;
    const drop = '    relabel_configs: [{ action: drop, source_labels: [__address__], regex: "127.*" }]\n';
    writeFileSync(
      config,
      `global: { scrape_interval: 1s }\nscrape_configs:\n${job('well', well)}${job('gone', gone)}${job('dropped', well, drop)}`,
    );
    const server = startProgram('prometheus', [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(folder.path, 'tsdb')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ]);
    stops.push(() => stopProgram(server));
    const url = `http://127.0.0.1:${port}`;
    await waitFor('both jobs', async () => (await queryInstant(url, 'up')).length === 2);
    const examined = (args: string) => doctor(`metrics --prometheus ${url} ${args}`);
    expect(await examined('--service well --metric orders_total')).toMatchObject({ exit: 0, cause: '' });
    expect((await examined('--service gone')).cause).toBe('listens');
    const { cause, seen } = await examined('--service dropped');
    expect({ cause, seen }).toEqual({ cause: 'listed', seen: expect.stringContaining('relabelling drops') });
  });
});
