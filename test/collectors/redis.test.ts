import { redisExporter } from '@telltale/definition';
import type { Station } from '@telltale/station';
import { createClient } from 'redis';
import type { ThrowAwayRedis } from '../../examples/support/src/servers/index.ts';
import { orderServer, startThrowAwayRedis } from '../../examples/support/src/servers/index.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { missingSeries } from '../../packages/station/test/support/pack-series.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { startProgram, stopProgram } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import {
  collectedPage,
  collectedSeries,
  collectedStation,
  exporterPage,
  familyNames,
  untilCollected,
} from './collected-station.ts';

const isInstalled = hasProgram('redis-server') && hasProgram('prometheus-redis-exporter');
/** What only the program of the exporter has, and not the server. */
const OF_THE_EXPORTER = /^redis_(?:exporter_(?!last_scrape_(?:dur|err))|last_key_groups|target_scrape)/;
/** What each reading changes itself. */
const MOVING =
  /"redis_(?:commands_|errors_|connections_|cpu_|net_|total_|latency_|exporter_|uptime|start_time|memory_used|mem_|allocator_|client_recent|connected_clients|db_avg|slowlog|last_slow|target|last_key|instance_info)/;
const PASSWORD = 'hush-hush';

describe.runIf(isInstalled)('Redis, read by the station', () => {
  const folder = suiteFolder();
  const lines: string[] = [];
  let server: ThrowAwayRedis;
  let exporter: Program;
  let exporterUrl: string;
  let station: Station;

  const ask = async (...command: string[]): Promise<unknown> => {
    const client = createClient({ socket: { path: server.socketPath, tls: false } });
    await client.connect();
    try {
      return await client.sendCommand(command);
    } finally {
      client.destroy();
    }
  };

  beforeAll(async () => {
    server = await startThrowAwayRedis('telltale-collected');
    await ask('SET', 'cart', '1', 'EX', '3600');
    await ask('GET', 'cart');
    await ask('ACL', 'SETUSER', 'watcher', 'on', `>${PASSWORD}`, '+info');
    const listen = `127.0.0.1:${await freePort()}`;
    exporterUrl = `http://${listen}/metrics`;
    const args = [`--web.listen-address=${listen}`, `--redis.addr=unix://${server.socketPath}`];
    exporter = startProgram('prometheus-redis-exporter', args);
    const common = { address: server.socketPath, labels: {} };
    process.env['REDIS_WATCHER'] = PASSWORD;
    process.env['REDIS_WRONG'] = `${PASSWORD}-not`;
    station = await collectedStation(
      folder.path,
      {
        redis: [
          { ...common, job: 'redis' },
          { ...common, job: 'watcher', user: 'watcher', password: { env: 'REDIS_WATCHER' } },
          { ...common, job: 'wrong', user: 'watcher', password: { env: 'REDIS_WRONG' } },
        ],
      },
      { lines },
    );
    await waitFor('the exporter', async () => (await exporterPage(exporterUrl)).samples.size > 150);
    await untilCollected(station, 'redis_up{job="redis"}', (up) => up === 1);
  }, 60_000);

  afterAll(async () => {
    await station?.stop();
    if (exporter) await stopProgram(exporter);
    await server?.stop();
    delete process.env['REDIS_WATCHER'];
    delete process.env['REDIS_WRONG'];
  });

  test('names, types, labels and values at rest are those of Debian’s exporter', async () => {
    const theirs = await exporterPage(exporterUrl);
    const isOfServer = (name: string) => !OF_THE_EXPORTER.test(name);
    const wanted = familyNames(theirs, 'redis_').filter(isOfServer);
    await untilCollected(station, 'redis_errors_total{job="redis"}', () => true);
    const ours = await collectedPage(station, 'redis');
    expect(familyNames(ours, 'redis_')).toEqual(expect.arrayContaining(wanted));
    for (const name of wanted) expect([name, ours.types.get(name)]).toEqual([name, theirs.types.get(name)]);
    const atRest = [...theirs.samples].filter(([text]) => text.includes('"redis_') && !MOVING.test(text));
    expect(atRest.length).toBeGreaterThan(80);
    expect(Object.fromEntries(atRest.map(([text]) => [text, ours.samples.get(text)]))).toEqual(
      Object.fromEntries(atRest),
    );
  });

  test('the alerts and panels of the pack ask for nothing that is not read', async () => {
    await untilCollected(station, 'redis_up{job="redis"}', (up) => up === 1);
    expect(missingSeries(redisExporter(), await collectedSeries(station, 'redis'))).toEqual([]);
  });

  test('the job of Redis is a target that is up, and never asked over HTTP', async () => {
    const { data } = (await (await fetch(`${station.url}/api/v1/targets`)).json()) as {
      data: { activeTargets: { labels: Record<string, string>; health: string; scrapeUrl: string }[] };
    };
    const target = data.activeTargets.find(({ labels }) => labels['job'] === 'redis');
    expect(target).toMatchObject({ health: 'up', scrapeUrl: expect.stringMatching(/^unix:/) });
    await untilCollected(station, 'redis_connected_clients{job="redis"}', (clients) => clients > 0);
  });

  test('hits, misses, expired keys and the limit of memory move as they happen', async () => {
    await ask('CONFIG', 'SET', 'maxmemory', '64mb');
    await ask('SET', 'brief', '1', 'PX', '1');
    await ask('GET', 'cart');
    await waitFor('the key to expire', async () => (await ask('GET', 'brief')) === null);
    await untilCollected(station, 'redis_expired_keys_total{job="redis"}', (count) => count === 1);
    await untilCollected(station, 'redis_keyspace_misses_total{job="redis"}', (count) => count === 1);
    await untilCollected(station, 'redis_keyspace_hits_total{job="redis"}', (count) => count >= 2);
    await untilCollected(station, 'redis_memory_max_bytes{job="redis"}', (bytes) => bytes === 64 * 1024 ** 2);
  });

  test('ten thousand keys are one series', async () => {
    await ask('EVAL', "for i = 1, 10000 do redis.call('SET', 'many' .. i, i) end", '0');
    await untilCollected(station, 'redis_db_keys{job="redis",db="db0"}', (keys) => keys === 10_001);
    await untilCollected(station, 'count({job="redis"})', (count) => count < 400);
  });

  test('a user who may only ask for INFO is enough; a wrong password is told and never shown', async () => {
    await untilCollected(station, 'redis_up{job="watcher"}', (up) => up === 1);
    await untilCollected(station, 'redis_config_maxmemory{job="watcher"}', (bytes) => bytes >= 0);
    await untilCollected(station, 'redis_exporter_last_scrape_error{job="watcher"}', (error) => error === 1);
    await untilCollected(station, 'redis_up{job="wrong"}', (up) => up === 0);
    expect(lines.some((line) => line.includes('WRONGPASS'))).toBe(true);
    expect(lines.join('\n')).not.toContain(PASSWORD);
    const targets = await (await fetch(`${station.url}/api/v1/targets`)).text();
    expect(targets).not.toContain(PASSWORD);
  });

  test('a server that hangs or is stopped is down in time, and is read again when it is back', async () => {
    orderServer(server, 'freeze');
    await untilCollected(station, 'redis_up{job="redis"}', (up) => up === 0);
    expect(lines.some((line) => line.includes('no answer within'))).toBe(true);
    orderServer(server, 'thaw');
    await untilCollected(station, 'redis_up{job="redis"}', (up) => up === 1);
    orderServer(server, 'stop');
    await untilCollected(station, 'redis_up{job="redis"}', (up) => up === 0);
    orderServer(server, 'start');
    await untilCollected(station, 'redis_up{job="redis"}', (up) => up === 1);
  }, 60_000);
});
