import { readFileSync, readdirSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { TargetsResponse } from '@telltale/station/contract';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ThrowAwayRedis } from '../../examples/support/src/servers/index.ts';
import { startThrowAwayRedis } from '../../examples/support/src/servers/index.ts';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { getJson, queryInstant, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const PROGRAMS = ['redis-server', 'prometheus-redis-exporter', 'prometheus-node-exporter', 'setpriv'];
const CONFIG = join(ROOT, 'test/collectors/fixtures/started-exporters.config.ts');
const PASSWORD = 'hush-hush';

async function targetOf({ url }: RunningStation, job: string) {
  const { targets } = (await getJson(`${url}/api/telltale/targets`)) as TargetsResponse;
  return targets.find((target) => target.job === job);
}

/** The process that was told to listen where the target is scraped. */
function listeningAt(url: string): number | undefined {
  const argument = `--web.listen-address=${new URL(url).host}`;
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  const found = pids.find((pid) => {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(argument);
    } catch {
      return false;
    }
  });
  return found === undefined ? undefined : Number(found);
}

describe.runIf(process.platform === 'linux' && PROGRAMS.every(hasProgram))('exporters of Debian', () => {
  const folder = suiteFolder();
  let redis: ThrowAwayRedis;

  beforeAll(async () => {
    redis = await startThrowAwayRedis('telltale-started');
    const client = createClient({ socket: { path: redis.socketPath, tls: false } });
    await client.connect();
    await client.sendCommand(['ACL', 'SETUSER', 'watcher', 'on', `>${PASSWORD}`, '+@all']);
    client.destroy();
    process.env['STARTED_REDIS_SOCKET'] = redis.socketPath;
    process.env['STARTED_REDIS_PASSWORD'] = PASSWORD;
  }, 60_000);

  afterAll(async () => {
    delete process.env['STARTED_REDIS_SOCKET'];
    delete process.env['STARTED_REDIS_PASSWORD'];
    await redis?.stop();
  });

  async function startWithExporters() {
    const station = await startStation(await freePort(), folder.path, ['--config', CONFIG]);
    const urls = await waitFor('both to be scraped', async () => {
      const targets = await Promise.all(['cache', 'node'].map((job) => targetOf(station, job)));
      const isUp = targets.every((target) => target?.health === 'up');
      return isUp && targets.flatMap((target) => (target ? [target.url] : []));
    });
    return { station, urls };
  }

  test('are started from PATH, scraped under their jobs, started again when killed, and end with the station', async () => {
    const { station, urls } = await startWithExporters();
    try {
      const [up] = await waitFor('a scrape', async () => {
        const found = await queryInstant(station.url, 'redis_up{job="cache"}');
        return found.length > 0 && found;
      });
      expect(up?.metric).toMatchObject({ job: 'cache', instance: 'cache:6379' });
      expect(up?.value[1]).toBe('1');
      const [load] = await queryInstant(station.url, 'node_load1');
      expect(load?.metric).toMatchObject({ job: 'node', instance: hostname() });
      const missing = await waitFor('the reason', async () => {
        const target = await targetOf(station, 'missing');
        return target?.health === 'down' && target.lastError;
      });
      expect(missing).toContain("install Debian's package prometheus-missing-exporter");
      const [cacheUrl = ''] = urls;
      const killed = listeningAt(cacheUrl)!;
      process.kill(killed, 'SIGKILL');
      await waitFor('another one', () => {
        const pid = listeningAt(cacheUrl);
        return pid !== undefined && pid !== killed;
      });
      await waitFor('its scrape', async () => (await targetOf(station, 'cache'))?.health === 'up');
    } finally {
      await stopProgram(station);
    }
    expect(urls.map(listeningAt)).toEqual([undefined, undefined]);
    expect(station.output()).toContain(
      'exporter cache does not run: prometheus-redis-exporter ended by SIGKILL',
    );
    expect(station.output()).not.toContain(PASSWORD);
  }, 60_000);

  test('end when the station is killed without warning', async () => {
    const { station, urls } = await startWithExporters();
    expect(urls.map(listeningAt)).not.toContain(undefined);
    station.kill('SIGKILL');
    await station.exit;
    await waitFor('both to end', () => urls.every((url) => listeningAt(url) === undefined));
  }, 60_000);
});
