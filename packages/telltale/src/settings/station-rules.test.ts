import { LabelSet, MemorySeriesStore } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { describe, expect, test } from 'vitest';
import { stationRules } from './station-rules.ts';

const START_MS = Date.UTC(2026, 5, 1);
const MINUTE_MS = 60_000;
const HOURS = 8;
const DAY_S = 86_400;

/** What the rules say after hours in which the data folder took `bytesPerDay` of a disk. */
async function afterFilling(freeAtEnd: number, bytesPerDay: number, hours = HOURS) {
  const store = new MemorySeriesStore();
  const free: [number, number][] = [];
  const stored: [number, number][] = [];
  for (let minute = 0; minute <= hours * 60; minute++) {
    const taken = (bytesPerDay * minute * 60) / DAY_S;
    const all = (bytesPerDay * hours * 3600) / DAY_S;
    free.push([START_MS + minute * MINUTE_MS, freeAtEnd + all - taken]);
    stored.push([START_MS + minute * MINUTE_MS, 1e9 + taken]);
  }
  const labels = { job: 'telltale', instance: '127.0.0.1:4400' };
  store.add(LabelSet.of({ ...labels, __name__: 'telltale_store_disk_free_bytes' }), free);
  store.add(LabelSet.of({ ...labels, __name__: 'telltale_store_disk_bytes' }), stored);
  const query = createQueryEngine({ source: store });
  const [days, alert] = await Promise.all(
    stationRules().rules.map(async ({ expr }) => {
      const { value } = await query.instant(expr, START_MS + hours * 60 * MINUTE_MS);
      return value.type === 'vector' ? value.samples.map((sample) => sample.value) : [];
    }),
  );
  return { days, isFiring: alert.length > 0 };
}

test('a disk that fills raises an alert four days before it is full, and not before', async () => {
  const perDay = 10e9;
  const soon = await afterFilling(3.9 * perDay, perDay);
  expect(soon.days).toEqual([expect.closeTo(3.9, 3)]);
  expect(soon.isFiring).toBe(true);
  const later = await afterFilling(4.1 * perDay, perDay);
  expect(later.days).toEqual([expect.closeTo(4.1, 3)]);
  expect(later.isFiring).toBe(false);
});

test('a data folder that does not grow is never full', async () => {
  expect(await afterFilling(1e6, 0)).toEqual({ days: [], isFiring: false });
});

test('what the first minutes of a station write is not taken for a trend of days', async () => {
  const perDay = 10e9;
  expect(await afterFilling(perDay, perDay, 0.5)).toMatchObject({ isFiring: false });
  expect(await afterFilling(perDay, perDay, 1.5)).toMatchObject({ isFiring: true });
});

test('log records that the store had no room for raise an alert, those that it took do not', async () => {
  const alert = stationRules().rules.find(({ name }) => name === 'TelltaleLogsOverloaded')!;
  const firing = async (metric: string) => {
    const store = new MemorySeriesStore();
    const labels = { job: 'telltale', instance: '127.0.0.1:4400', source: 'otlp_http', __name__: metric };
    store.add(
      LabelSet.of(labels),
      Array.from({ length: 11 }, (_, minute) => [START_MS + minute * MINUTE_MS, minute * 100]),
    );
    const { value } = await createQueryEngine({ source: store }).instant(
      alert.expr,
      START_MS + 10 * MINUTE_MS,
    );
    return value.type === 'vector' ? value.samples.length : 0;
  };
  expect(await firing('telltale_logs_overloaded_total')).toBe(1);
  expect(await firing('telltale_logs_received_total')).toBe(0);
});

test.each([
  ['TelltaleDiscoveryFailing', 'telltale_discovery_failing'],
  ['TelltaleTargetLimit', 'telltale_discovery_over_limit'],
])('%s names the job whose targets are not found or not scraped, and no other', async (name, metric) => {
  const alert = stationRules().rules.find((rule) => rule.name === name)!;
  const store = new MemorySeriesStore();
  const labels = { job: 'telltale', __name__: metric, mechanism: 'file' };
  store.add(LabelSet.of({ ...labels, scrape_job: 'shop' }), [[START_MS, 1]]);
  store.add(LabelSet.of({ ...labels, scrape_job: 'cart' }), [[START_MS, 0]]);
  const { value } = await createQueryEngine({ source: store }).instant(alert.expr, START_MS);
  const jobs = value.type === 'vector' ? value.samples.map((sample) => sample.labels.get('scrape_job')) : [];
  expect(jobs).toEqual(['shop']);
});

describe('the certificate of the station', () => {
  const DAY_MS = 86_400_000;
  const alerts = ['TelltaleCertificateExpiresSoon', 'TelltaleCertificateExpires'];

  function addCertificate(store: MemorySeriesStore, atMs: number, startMs: number, endMs: number): void {
    for (const [name, ms] of Object.entries({ start: startMs, expiry: endMs })) {
      const metric = `telltale_tls_certificate_${name}_timestamp_seconds`;
      store.add(LabelSet.of({ job: 'telltale', __name__: metric }), [[atMs, ms / 1000]]);
    }
  }

  /** Which alerts have something to say of one with so many days left, of so many in all. */
  async function toldOf(daysLeft: number, lifetimeDays: number): Promise<string[]> {
    const store = new MemorySeriesStore();
    const endMs = START_MS + daysLeft * DAY_MS;
    // A station without a certificate says 0 of both.
    if (lifetimeDays === 0) addCertificate(store, START_MS, 0, 0);
    else addCertificate(store, START_MS, endMs - lifetimeDays * DAY_MS, endMs);
    const engine = createQueryEngine({ source: store });
    const told: string[] = [];
    for (const rule of stationRules().rules.filter(({ name }) => alerts.includes(name))) {
      const { value } = await engine.instant(rule.expr, START_MS);
      if (value.type === 'vector' && value.samples.length > 0) told.push(rule.name);
    }
    return told;
  }

  test.each([
    ['of ninety days with fifteen left is left alone', 15, 90, []],
    ['of ninety days with thirteen left is told of', 13, 90, alerts.slice(0, 1)],
    ['of ninety days with two left is urgent', 2, 90, alerts],
    ['that has ended is urgent', -1, 90, alerts],
    ['of one day with eight hours left is left alone, for it is renewed by then', 8 / 24, 1, []],
    ['of one day with four hours left is told of', 4 / 24, 1, alerts.slice(0, 1)],
    ['of one day with one hour left is urgent', 1 / 24, 1, alerts],
    ['that is none is not told of', 0, 0, []],
  ])('%s', async (_, daysLeft, lifetimeDays, told) => {
    expect(await toldOf(daysLeft, lifetimeDays)).toEqual(told);
  });

  test.each([
    ['stays unusable is told of', 0.5, 1],
    ['was usable a moment later is not', 0.95, 0],
  ])('one that %s', async (_, shareLeft, count) => {
    const store = new MemorySeriesStore();
    const unusable = LabelSet.of({ job: 'telltale', __name__: 'telltale_tls_unusable_certificates_total' });
    store.add(
      unusable,
      Array.from({ length: 31 }, (_unused, i) => [START_MS + i * MINUTE_MS, i < 20 ? 0 : 1]),
    );
    const endMs = START_MS + 30 * MINUTE_MS;
    const leftMs = shareLeft * 90 * DAY_MS;
    addCertificate(store, endMs, endMs + leftMs - 90 * DAY_MS, endMs + leftMs);
    const { expr } = stationRules().rules.find(({ name }) => name === 'TelltaleCertificateUnusable')!;
    const { value } = await createQueryEngine({ source: store }).instant(expr, endMs);
    expect(value.type === 'vector' && value.samples).toHaveLength(count);
  });
});
