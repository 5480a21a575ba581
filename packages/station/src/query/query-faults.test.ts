import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NativeHistogram } from '@telltale/model';
import { LabelSet, staleColumn } from '@telltale/model';
import { openStore } from '@telltale/storage';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { parseTargetAddress } from '../discovery/static-targets.ts';
import type { StationSettings } from '../settings.ts';
import type { Station } from '../station.ts';
import { createStation } from '../station.ts';

const SERIES = 300;
const INTERVAL_MS = 15_000;
const SAMPLES = 1440;
const END_MS = Math.floor(Date.now() / INTERVAL_MS) * INTERVAL_MS;
const START_MS = END_MS - (SAMPLES - 1) * INTERVAL_MS;
const MEGABYTE = 1024 * 1024;

const HISTOGRAM: NativeHistogram = {
  schema: 0,
  count: 3,
  sum: 4,
  zeroThreshold: 0,
  zeroCount: 0,
  positive: [{ start: 0, counts: Float64Array.of(1, 2) }],
  negative: [],
  customValues: [],
  counterReset: 'unknown',
};

let folder = '';

/** Six hours of a fleet, and one series of all that a sample can be. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'telltale-faults-'));
  const store = await openStore({ folder });
  const ids = Array.from({ length: SERIES }, (_, i) =>
    store.metrics.intern(LabelSet.of({ __name__: 'load', machine: `m${i}`, long: `${'a'.repeat(2000)}b` })),
  );
  for (let k = 0; k < SAMPLES; k++) {
    const values = Float64Array.from(ids, (_, i) => Math.sin(k * (i + 1)));
    store.metrics.append({ group: 'fleet', timestampMs: START_MS + k * INTERVAL_MS, ids, values });
  }
  const odd = store.metrics.intern(LabelSet.of({ __name__: 'odd' }));
  const append = (timestampMs: number, values: Float64Array, histogram?: NativeHistogram): void => {
    const row = { group: 'odd', timestampMs, ids: [odd], values };
    store.metrics.append(histogram ? { ...row, histograms: [histogram] } : row);
  };
  append(END_MS - 7000, Float64Array.of(Number.NaN));
  append(END_MS - 6000, Float64Array.of(Infinity));
  append(END_MS - 5000, Float64Array.of(-Infinity));
  append(END_MS - 4000, staleColumn(1));
  append(END_MS - 3000, Float64Array.of(0), HISTOGRAM);
  append(END_MS - 2000, Float64Array.of(7));
  await store.close();
});

afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

async function stationWith(settings: Partial<StationSettings> = {}): Promise<Station> {
  const station = await createStation({
    version: '0.0.0',
    port: 0,
    dataFolder: folder,
    ruleGroups: [],
    targets: [],
    builtInIntervalMs: 60_000,
    collectHost: false,
    ...settings,
  });
  onTestFinished(() => station.stop());
  return station;
}

interface Told {
  readonly status: number;
  readonly errorType?: string;
  readonly error?: string;
  readonly data?: { readonly result: readonly Record<string, unknown>[] };
}

async function ask(
  { url }: Station,
  path: 'query' | 'query_range',
  parameters: Record<string, string>,
  signal?: AbortSignal,
): Promise<Told> {
  const body = new URLSearchParams(parameters);
  const response = await fetch(`${url}/api/v1/${path}`, { method: 'POST', body, signal: signal ?? null });
  // Every answer of the API is an object of this form.
  return { ...((await response.json()) as Omit<Told, 'status'>), status: response.status };
}

const WHOLE = { start: String(START_MS / 1000), end: String(END_MS / 1000), step: '15' };
/** Takes minutes: a quantile of 1440 samples of 300 series at each of 1440 steps. */
const HEAVY = { ...WHOLE, query: 'sum(quantile_over_time(0.99, load[6h]))' };
const NOW = String(END_MS / 1000);

describe('giant queries', () => {
  test('a query over the limit of samples ends with a clear error, one within it is answered', async () => {
    const station = await stationWith({ queryLimits: { maxSamples: 100_000 } });
    const refused = await ask(station, 'query_range', { ...WHOLE, query: 'load' });
    expect(refused).toMatchObject({ status: 422, errorType: 'execution' });
    expect(refused.error).toContain('more than 100000 samples');
    expect((await ask(station, 'query', { query: 'count(load)', time: NOW })).status).toBe(200);
  });

  test('a query that asks for more than 11,000 points is refused as Prometheus refuses it', async () => {
    const station = await stationWith();
    const range = { start: '0', end: '1000000', step: '1' };
    expect(await ask(station, 'query_range', { ...range, query: 'load' })).toMatchObject({
      status: 400,
      errorType: 'bad_data',
      error:
        'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)',
    });
    const most = { start: '0', end: '10999', step: '1', query: 'vector(1)' };
    expect((await ask(station, 'query_range', most)).status).toBe(200);
  });

  test('a query nested ever so deep is refused, and the station goes on', async () => {
    const station = await stationWith();
    for (const depth of [500, 5000, 50_000]) {
      const query = `${'('.repeat(depth)}1${')'.repeat(depth)}`;
      const { status, error = '' } = await ask(station, 'query', { query });
      expect([200, 400]).toContain(status);
      expect(error.length).toBeLessThan(1000);
    }
    expect((await ask(station, 'query', { query: `${'-'.repeat(50_000)}1` })).status).toBe(400);
    expect((await ask(station, 'query', { query: '1' })).status).toBe(200);
  });

  test('a selector of everything is answered within the limits and refused beyond them', async () => {
    const station = await stationWith({ queryLimits: { maxBytes: 4 * MEGABYTE } });
    const everything = await ask(station, 'query', { query: 'count({__name__=~".+"})', time: NOW });
    expect(everything.status).toBe(200);
    const history = await ask(station, 'query', { query: '{__name__=~".+"}[6h]', time: NOW });
    expect(history).toMatchObject({ status: 422, errorType: 'execution' });
    expect(history.error).toContain('all running queries together may hold 4 MB');
  });
});

describe('evil regular expressions', () => {
  const EVIL = '(a+)+$';

  test('in a matcher and in label_replace they take no longer than others', async () => {
    const station = await stationWith({ queryTimeoutMs: 10_000 });
    const matched = await ask(station, 'query', {
      query: `count(load{long=~"${EVIL}"}) or vector(0)`,
      time: NOW,
    });
    expect(matched.data?.result).toMatchObject([{ value: [END_MS / 1000, '0'] }]);
    const replace = `label_replace(load, "x", "$1", "long", "${EVIL}")`;
    expect((await ask(station, 'query', { query: replace, time: NOW })).data?.result).toHaveLength(SERIES);
  });
});

describe('samples of all kinds', () => {
  test('NaN, infinities and histograms are printed, staleness markers are not', async () => {
    const station = await stationWith();
    const range = { start: String(END_MS / 1000 - 7), end: String(END_MS / 1000 - 2), step: '1' };
    const { data } = await ask(station, 'query_range', { ...range, query: 'odd', lookback_delta: '500ms' });
    const at = (ms: number): number => (END_MS - ms) / 1000;
    expect(data?.result).toEqual([
      {
        metric: { __name__: 'odd' },
        values: [
          [at(7000), 'NaN'],
          [at(6000), '+Inf'],
          [at(5000), '-Inf'],
          [at(2000), '7'],
        ],
        histograms: [
          [
            at(3000),
            {
              count: '3',
              sum: '4',
              buckets: [
                [0, '0.5', '1', '1'],
                [0, '1', '2', '2'],
              ],
            },
          ],
        ],
      },
    ]);
    for (const query of ['rate(odd[10s])', 'sum_over_time(odd[10s])', 'avg(odd)', 'odd * 2', 'sort(odd)']) {
      expect((await ask(station, 'query', { query, time: NOW })).status).toBe(200);
    }
  });
});

describe('impatient clients', () => {
  test('when the client leaves its query ends, and the next one gets its place', async () => {
    const station = await stationWith({ queryLimits: { queue: { maxRunning: 1, maxQuick: 0 } } });
    const client = new AbortController();
    const left = ask(station, 'query_range', HEAVY, client.signal);
    const running = expect(left).rejects.toThrow();
    // With a subquery, so that it needs a place: light queries do not.
    const short = { ...WHOLE, query: 'max_over_time(vector(1)[1s:1s])' };
    await expect(ask(station, 'query_range', { ...short, timeout: '300ms' })).resolves.toMatchObject({
      status: 503,
    });
    client.abort();
    await running;
    expect((await ask(station, 'query_range', short)).status).toBe(200);
  });

  test('a query timeout of the station ends a slow query with 503, and a request may ask for less', async () => {
    const station = await stationWith({ queryTimeoutMs: 400 });
    expect(await ask(station, 'query_range', HEAVY)).toMatchObject({ status: 503, errorType: 'timeout' });
    expect(await ask(station, 'query_range', { ...HEAVY, timeout: '50ms' })).toMatchObject({
      status: 503,
      // What is left of the time when its turn comes.
      error: expect.stringMatching(/ ms\b/),
    });
  });
});

describe('many heavy queries together', () => {
  test('a scrape beside a hundred of them is still on time, and every one gets an answer', async () => {
    const scrapedMs: number[] = [];
    const program = createServer((_request, response) => {
      scrapedMs.push(performance.now());
      response.setHeader('content-type', 'text/plain; version=0.0.4').end('up_and_running 1\n');
    });
    await new Promise<void>((resolve) => program.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void program.close());
    const intervalMs = 500;
    // A server that listens on a port has an address of this form.
    const { port } = program.address() as AddressInfo;
    const target = parseTargetAddress(`127.0.0.1:${port}/metrics`, intervalMs);
    const station = await stationWith({ targets: [target] });
    while (scrapedMs.length < 2) await new Promise((resolve) => setTimeout(resolve, 50));
    const before = scrapedMs.length;
    const fromMs = performance.now();
    const asked = Array.from({ length: 100 }, (_, i) => {
      const query = `${HEAVY.query} + ${i}`;
      return ask(station, 'query_range', { ...HEAVY, query, timeout: '2s' });
    });
    const light = await ask(station, 'query', { query: 'count(load)', time: NOW });
    const statuses = new Set((await Promise.all(asked)).map(({ status }) => status));
    const elapsedMs = performance.now() - fromMs;
    expect(light.status).toBe(200);
    expect([...statuses].filter((status) => ![200, 422, 503].includes(status))).toEqual([]);
    const during = scrapedMs.slice(before - 1);
    const gaps = during.slice(1).map((time, i) => time - during[i]);
    // Twice the interval means that not one scrape was left out.
    expect(Math.max(...gaps)).toBeLessThan(2 * intervalMs);
    expect(gaps.length).toBeGreaterThan((elapsedMs / intervalMs) * 0.7);
  });

  test('a light query is answered while heavy ones have all places', async () => {
    const station = await stationWith({ queryLimits: { queue: { maxRunning: 1, maxQuick: 0 } } });
    const client = new AbortController();
    // The first query waits until labels are read.
    expect((await ask(station, 'query', { query: 'count(load)', time: NOW })).status).toBe(200);
    const left = expect(ask(station, 'query_range', HEAVY, client.signal)).rejects.toThrow();
    const lights = Array.from({ length: 60 }, (_, i) =>
      ask(station, 'query', { query: `count(load{machine="m7"}) + ${i}`, time: NOW }),
    );
    const values = (await Promise.all(lights)).map(({ data }) => data?.result[0]['value']);
    expect(values).toEqual(lights.map((_, i) => [END_MS / 1000, String(1 + i)]));
    client.abort();
    await left;
  });

  test('with little memory some are refused clearly, none ends the station, and it answers again', async () => {
    const station = await stationWith({ queryLimits: { maxBytes: 16 * MEGABYTE } });
    const asked = Array.from({ length: 40 }, (_, i) =>
      ask(station, 'query_range', { ...WHOLE, step: '60', query: `load + ${i}`, limit: '1' }),
    );
    const answers = await Promise.all(asked);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const { status, error } of refused) {
      expect(status).toBe(422);
      expect(error).toContain('all running queries together may hold 16 MB');
    }
    expect((await ask(station, 'query', { query: 'count(load)', time: NOW })).status).toBe(200);
  });
});
