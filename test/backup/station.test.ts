import { cpSync, existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogsResponse, TracesResponse } from '@telltale/station/contract';
import type { AuditAnswer } from '@telltale/storage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { runProgram, stopProgram } from '../support/program.ts';
import { getJson, startStation, telltale } from '../support/telltale.ts';
import type { RunningStation } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { startLoad } from './load.ts';
import type { Load } from './load.ts';

/** Together with the moments and ranges below more than fifty. */
const QUERIES = [
  'up',
  'orders_total',
  'sum(orders_total)',
  'sum by (region) (orders_total)',
  'rate(orders_total[20s])',
  'sum by (region) (rate(orders_total[20s]))',
  'increase(orders_total{shop="7"}[30s])',
  'topk(5, orders_total)',
  'queue_length',
  'avg(queue_length)',
  'max_over_time(queue_length[20s])',
  'quantile(0.9, queue_length)',
  'histogram_quantile(0.9, sum by (le) (rate(took_seconds_bucket[20s])))',
  'rate(took_seconds_sum[20s]) / rate(took_seconds_count[20s])',
  'count({__name__=~".+", job="shop"})',
  'orders_total - queue_length',
  'orders_total and on (shop) queue_length > 8',
  'label_replace(up, "host", "$1", "instance", "(.*):.*")',
  'count_over_time(up[10s])',
  'scrape_samples_scraped',
];

interface Answers {
  readonly queries: unknown;
  readonly logs: readonly unknown[];
  readonly traces: readonly unknown[];
  readonly state: unknown;
}

/** What a station says of a time that was over before the backup began. */
async function answersOf(
  url: string,
  { startMs, endMs }: { startMs: number; endMs: number },
): Promise<Answers> {
  const seconds = (ms: number): string => String(ms / 1000);
  const queries: Record<string, unknown> = {};
  for (const query of QUERIES) {
    for (const [name, timeMs] of Object.entries({ begin: startMs + 4000, end: endMs })) {
      const parameters = new URLSearchParams({ query, time: seconds(timeMs) });
      queries[`${query} at the ${name}`] = await resultOf(`${url}/api/v1/query?${parameters}`);
    }
    const range = { query, start: seconds(startMs), end: seconds(endMs), step: '1' };
    queries[`${query} over time`] = await resultOf(`${url}/api/v1/query_range?${new URLSearchParams(range)}`);
  }
  const between = { start: seconds(startMs), end: seconds(endMs) };
  const search = (path: string, query: string, limit: string) =>
    getJson(`${url}/api/telltale/${path}?${new URLSearchParams({ ...between, query, limit })}`);
  const logs = ['', 'refused', 'level:error region:r0', 'order:7', '/order 1\\d-3/'];
  const traces = ['', 'status:error', 'operation:SELECT', 'order:10'];
  return {
    queries,
    logs: await Promise.all(
      logs.map(async (query) => ((await search('logs', query, '1000')) as LogsResponse).records),
    ),
    traces: await Promise.all(
      traces.map(async (query) => ((await search('traces', query, '500')) as TracesResponse).traces),
    ),
    state: {
      silences: await getJson(`${url}/api/v2/silences`),
      annotations: await getJson(`${url}/api/telltale/annotations?${new URLSearchParams(between)}`),
      // What was done since, as this backup, is another matter.
      audit: ((await getJson(`${url}/api/telltale/audit`)) as AuditAnswer).records.filter(
        ({ at }) => Date.parse(at) < endMs,
      ),
    },
  };
}

/** Prometheus promises no order of series. */
async function resultOf(url: string): Promise<unknown> {
  const { data } = (await getJson(url)) as { data: { result: { metric?: unknown }[] } };
  return data.result.toSorted((a, b) => (JSON.stringify(a.metric) < JSON.stringify(b.metric) ? -1 : 1));
}

describe('backup of a station', () => {
  const folders = { first: suiteFolder(), second: suiteFolder(), backups: suiteFolder() };
  let load: Load;
  let station: RunningStation;
  const before = { startMs: 0, endMs: 0 };
  let wanted: Answers;
  let file = '';

  beforeAll(async () => {
    load = await startLoad(folders.first.path);
    const port = await freePort();
    station = await startStation(port, folders.first.path, ['--no-host', '--prometheus-config', load.config]);
    before.startMs = Date.now();
    load.begin(station.url);
    const silence = {
      matchers: [{ name: 'alertname', value: 'Slow', isRegex: false, isEqual: true }],
      startsAt: new Date().toISOString(),
      endsAt: new Date(Date.now() + 3_600_000).toISOString(),
      createdBy: 'me',
      comment: 'known',
    };
    await postJson(`${station.url}/api/v2/silences`, silence);
    await postJson(`${station.url}/api/telltale/annotations`, { kind: 'deployment', title: 'v7' });
    await waitFor(
      'ten scrapes',
      async () => {
        const [one] = (await resultOf(
          `${station.url}/api/v1/query?query=sum_over_time(up{job="shop"}[1h])`,
        )) as {
          value: [number, string];
        }[];
        return Number(one?.value[1] ?? 0) >= 10 && load.taken() > 200;
      },
      60_000,
    );
    file = join(folders.backups.path, 'station.tar.gz');
  }, 90_000);

  afterAll(async () => {
    await load.end();
    await stopProgram(station);
  });

  test(
    'made under load and restored elsewhere gives the same answers to 60 queries, to log and to trace searches',
    { timeout: 180_000 },
    async () => {
      // What was asked for then had come, and been taken.
      before.endMs = Date.now() - 3000;
      const takenBefore = load.taken();
      const made = await telltale(['backup', file, '--url', station.url]);
      expect(made).toMatchObject({ exit: 0, output: expect.stringContaining('samples') });
      expect(load.taken()).toBeGreaterThan(takenBefore);
      expect(load.refused).toEqual([]);
      wanted = await answersOf(station.url, before);
      expect(Object.keys(wanted.queries as object)).toHaveLength(60);
      // A scrape that fails ends series for a moment: not every answer has something at every moment.
      const found = Object.values(wanted.queries as object).filter((series: unknown[]) => series.length > 0);
      expect(found.length).toBeGreaterThan(40);
      expect(wanted.logs.every((records) => (records as unknown[]).length > 0)).toBe(true);
      expect(wanted.traces.every((found) => (found as unknown[]).length > 0)).toBe(true);

      expect(await telltale(['backup', 'verify', file])).toMatchObject({ exit: 0 });
      const restored = await telltale(['restore', file, '--data', join(folders.second.path, 'data')]);
      expect(restored).toMatchObject({ exit: 0 });
      const port = await freePort();
      const second = await startStation(port, folders.second.path, ['--no-host']);
      try {
        const answers = await answersOf(second.url, before);
        expect(answers.queries).toEqual(wanted.queries);
        expect(answers.logs).toEqual(wanted.logs);
        expect(answers.traces).toEqual(wanted.traces);
        expect(answers.state).toEqual(wanted.state);
      } finally {
        await stopProgram(second);
      }
      // Nothing of the copies that it was made of is left beside the data.
      expect(readdirSync(join(folders.first.path, 'data/snapshots'))).toEqual([]);
    },
  );

  test(
    'that is killed leaves no file of the name, and the next one is made all the same',
    { timeout: 120_000 },
    async () => {
      const path = join(folders.backups.path, 'killed.tar.gz');
      for (const delayMs of [300, 600, 900, 1200]) {
        const killed = await runProgram(
          'timeout',
          ['--signal=KILL', String(delayMs / 1000), process.execPath, BIN, 'backup', path, '-u', station.url],
          {},
        );
        if (killed.exit === 0) break;
        expect(existsSync(path)).toBe(false);
      }
      if (!existsSync(path)) {
        await waitFor('the station to take the next one', async () => {
          return (await telltale(['backup', path, '--url', station.url])).exit === 0;
        });
      }
      expect(await telltale(['backup', 'verify', path, '--json'])).toMatchObject({ exit: 0 });
      expect(load.refused).toEqual([]);
    },
  );

  test(
    'of one that does not run is of its folder, on which none starts meanwhile; one that runs is refused',
    { timeout: 120_000 },
    async () => {
      const data = join(folders.first.path, 'data');
      const path = join(folders.backups.path, 'folder.tar.gz');
      expect(await telltale(['backup', path, '--data', data])).toMatchObject({
        exit: 2,
        output: expect.stringContaining('TT_DATA_LOCKED'),
      });
      // What a killed station leaves behind.
      const killed = join(folders.second.path, 'killed');
      cpSync(data, join(killed, 'data'), { recursive: true, filter: (name) => !name.endsWith('-shm') });
      expect(await telltale(['backup', path, '--data', join(killed, 'data')])).toMatchObject({ exit: 0 });
      const restored = join(folders.second.path, 'of-killed');
      expect(await telltale(['restore', path, '--data', join(restored, 'data')])).toMatchObject({ exit: 0 });
      const second = await startStation(await freePort(), restored, ['--no-host']);
      try {
        expect((await answersOf(second.url, before)).queries).toEqual(wanted.queries);
      } finally {
        await stopProgram(second);
      }
    },
  );

  test(
    'a restore that is killed at any time leaves what was there, or all of the backup',
    { timeout: 180_000 },
    async () => {
      const above = join(folders.second.path, 'restores');
      for (const delayMs of [200, 400, 500, 600, 700, 800, 1000]) {
        const data = join(above, `${delayMs}`, 'data');
        cpSync(join(folders.first.path, 'prometheus.yml'), join(data, 'mine.yml'));
        await runProgram('timeout', [
          '--signal=KILL',
          String(delayMs / 1000),
          process.execPath,
          BIN,
          'restore',
          file,
          '--replace',
          '--data',
          data,
        ]);
        // Between being moved aside and being replaced is a moment without the folder, with nothing lost.
        const names = readdirSync(join(data, '..'), { recursive: true, encoding: 'utf8' });
        expect(names.some((name) => name.endsWith('mine.yml'))).toBe(true);
        const isWhole = names.includes('data/mine.yml') || names.includes('data/catalog.db');
        expect(isWhole || names.every((name) => !name.startsWith('data/')), names.join()).toBe(true);
        const again = await telltale(['restore', file, '--replace', '--data', data]);
        expect(again, again.output).toMatchObject({ exit: 0 });
        expect(existsSync(`${data}.restoring`)).toBe(false);
      }
    },
  );

  test('a damaged or cut backup is refused with the file and the reason, and nothing is written', async () => {
    const bytes = readFileSync(file);
    const path = join(folders.backups.path, 'damaged.tar.gz');
    const target = join(folders.second.path, 'never');
    for (const damaged of [bytes.subarray(0, bytes.length >> 1), flipped(bytes), Buffer.from('no archive')]) {
      writeFileSync(path, damaged);
      for (const command of [
        ['backup', 'verify', path],
        ['restore', path, '--data', target],
      ]) {
        const refused = await telltale(command);
        expect(refused.exit).toBe(2);
        expect(refused.output).toContain('TT_BACKUP_DAMAGED');
        expect(refused.output).toContain(path);
      }
    }
    expect(existsSync(target)).toBe(false);
  }, 60_000);
});

const BIN = join(import.meta.dirname, '../../packages/telltale/bin/telltale.js');

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[copy.length >> 1] ^= 0x10;
  return copy;
}

async function postJson(url: string, body: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  expect(response.ok, await response.text()).toBe(true);
}
