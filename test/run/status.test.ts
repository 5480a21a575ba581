import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { stopProgram } from '../support/program.ts';
import type { RunningStation } from '../support/telltale.ts';
import { startStation, telltale } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

interface Told {
  readonly interfaces: readonly { readonly name: string; readonly url: string; readonly error: string }[];
  readonly targets: { readonly up: number; readonly down: readonly { readonly job: string }[] };
  readonly scraped: readonly { readonly series: number; readonly scrapeShare: number }[];
  readonly residentBytes: number;
}

describe('telltale status', () => {
  const folder = suiteFolder();
  const otherFolder = suiteFolder();
  let station: RunningStation;
  let gone: string;

  beforeAll(async () => {
    gone = `127.0.0.1:${await freePort()}`;
    station = await startStation(await freePort(), folder.path, ['--no-host']);
  }, 60_000);
  afterAll(() => stopProgram(station));

  const statusOf = (...args: readonly string[]) => telltale(['status', ...args], { cwd: folder.path });
  const told = async (url: string) => JSON.parse((await statusOf('--url', url, '--json')).output) as Told;

  test('prints where everything is, and each address answers with 200', async () => {
    await waitFor('the station to be read', async () => (await told(station.url)).targets.up === 1);
    const { exit, output } = await statusOf('--url', station.url);
    expect(exit, output).toBe(0);
    for (const path of ['/', '/api/v1', '/api/v2', '/metrics'])
      expect(output).toContain(`  ${station.url}${path}\n`);
    expect(output).toMatch(/targets {3}1 of 1 up/);
    expect(output).toMatch(/overhead {2}[\d.]+ MiB of memory/);
    expect(output).toMatch(/cost {6}telltale: \d+ series \(budget [^)]+\), [\d.]+ % of its time for scrapes/);
    const { interfaces, residentBytes, scraped } = await told(station.url);
    expect(scraped).toEqual([
      { job: 'telltale', targets: 1, series: expect.any(Number), scrapeShare: expect.any(Number) },
    ]);
    expect(scraped[0].series).toBeGreaterThan(10);
    expect(scraped[0].scrapeShare).toBeGreaterThan(0);
    expect(interfaces.map(({ error }) => error)).toEqual(interfaces.map(() => ''));
    expect(residentBytes).toBeGreaterThan(2 ** 20);
  });

  test('names the target that is down, and ends with 1', async () => {
    const other = await startStation(await freePort(), otherFolder.path, ['--no-host', '--scrape', gone]);
    try {
      await waitFor('the target to be down', async () => (await told(other.url)).targets.down.length === 1);
      const { exit, output } = await statusOf('--url', other.url);
      expect(exit).toBe(1);
      expect(output).toContain(`http://${gone}/metrics`);
      expect(output).toContain('nothing listens');
    } finally {
      await stopProgram(other);
    }
  });

  test('says that no station is there, and ends with 2', async () => {
    const { exit, output } = await statusOf('--url', gone);
    expect(exit).toBe(2);
    expect(output).toContain(gone);
  });
});
