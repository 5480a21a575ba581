import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { ROOT, stopProgram } from '../support/program.ts';
import { getJson, startStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const KILLS = process.env['TELLTALE_TEST_SCALE'] === 'long' ? 20 : 3;
/** The write-ahead log is synced to disk this often. */
const FLUSH_INTERVAL_MS = 1000;
const SERIES = 200;
const QUERY = 'sequence{line="0"}[30m]';

/*
 * The station is killed without warning while it scrapes 200 series four times a second. Every
 * sample it had shown before the kill must be there after the next start, unless it was newer than
 * the flush interval.
 */
describe('a station that is killed under load', () => {
  let server: Server;
  const folder = suiteFolder();

  beforeAll(async () => {
    let reads = 0;
    server = createServer((_request, response) => {
      reads++;
      response.setHeader('content-type', 'text/plain; version=0.0.4');
      const lines = Array.from({ length: SERIES }, (_, i) => `sequence{line="${i}"} ${reads * 1.5}`);
      response.end(`# TYPE sequence gauge\n${lines.join('\n')}\n`);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    process.env['FAST_TARGET'] = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.close();
    server.closeAllConnections();
  });

  test(
    `starts again each time of ${KILLS} and has lost nothing older than the flush interval`,
    async () => {
      const config = join(ROOT, 'test/e2e/fixtures/fast-scrape.config.ts');
      const start = async () =>
        startStation(await freePort(), folder.path, ['--no-host', '--config', config]);
      let station = await start();
      let known = new Map<number, string>();
      for (let kill = 0; kill < KILLS; kill++) {
        // Not random: the kills fall at different distances from the last flush.
        await sleep(900 + ((kill * 370) % 1000));
        const before = await waitFor('samples', async () => nonEmpty(await samplesOf(station.url)));
        station.kill('SIGKILL');
        await station.exit;
        const safeBeforeMs = Math.max(...before.keys()) - FLUSH_INTERVAL_MS;
        known = new Map([...before].filter(([ms]) => ms <= safeBeforeMs));
        station = await start();
        const after = await samplesOf(station.url);
        const lost = [...known].filter(([ms, value]) => after.get(ms) !== value);
        expect(lost, `kill ${kill + 1}`).toEqual([]);
      }
      expect(known.size).toBeGreaterThan(KILLS);
      await stopProgram(station);
    },
    KILLS * 60_000,
  );
});

/** Every stored sample of one series, by its timestamp in milliseconds. */
async function samplesOf(url: string): Promise<Map<number, string>> {
  const parameters = new URLSearchParams({ query: QUERY });
  const answer = (await getJson(`${url}/api/v1/query?${parameters}`)) as {
    data: { result: { values: [number, string][] }[] };
  };
  const values = answer.data.result[0]?.values ?? [];
  return new Map(values.map(([seconds, value]) => [Math.round(seconds * 1000), value]));
}

function nonEmpty<Key, Value>(map: Map<Key, Value>): Map<Key, Value> | undefined {
  return map.size > 4 ? map : undefined;
}
