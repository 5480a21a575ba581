import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Exemplar, ExemplarStore } from '@telltale/model';
import { MemorySeriesStore, systemClock } from '@telltale/model';
import { createQueryEngine } from '@telltale/promql';
import { instrument } from '@telltale/sdk';
import { defineMonitoring, histogram } from '@telltale/sdk/define';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { HttpConnections } from '../access/http-connections.ts';
import { createMetadataRegistry } from './metadata-registry.ts';
import { createScraper } from './scraper.ts';
import type { ScrapeTarget } from './scrape-target.ts';
import { httpReader } from './target-reader.ts';

const INTERVAL_MS = 15_000;
const START_MS = Date.UTC(2026, 5, 1);

const t = instrument(
  defineMonitoring({
    service: 'shop',
    metrics: {
      request_seconds: histogram({
        help: 'Time of a request',
        unit: 'seconds',
        labels: { route: ['/', '/pay'] },
        buckets: [0.1, 1, 10],
        native: true,
        exemplars: true,
      }),
    },
  }),
);
const connections = new HttpConnections();
let server: Server;
let address = '';

beforeAll(async () => {
  server = createServer((request, response) => t.http.metricsHandler(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await connections.close();
  server.close();
  await t.shutdown();
});

let store: MemorySeriesStore;
let exemplars: { id: number; exemplar: Exemplar }[];
beforeEach(() => {
  store = new MemorySeriesStore();
  exemplars = [];
});

/** A scraper of the application. */
function scraperFor(nativeHistograms: ScrapeTarget['nativeHistograms']) {
  const target: ScrapeTarget = {
    job: 'shop',
    instance: address,
    url: `http://${address}/metrics`,
    intervalMs: INTERVAL_MS,
    timeoutMs: INTERVAL_MS,
    labels: { job: 'shop', instance: address },
    nativeHistograms,
  };
  const metadata = createMetadataRegistry();
  const exemplarStore: ExemplarStore = {
    appendExemplar: (id, exemplar) => {
      exemplars.push({ id, exemplar });
      return true;
    },
    exemplars: async () => [],
  };
  const read = httpReader(target, connections);
  const scraper = createScraper({
    target,
    read,
    appender: store,
    exemplars: exemplarStore,
    metadata,
    clock: systemClock,
  });
  return { scraper, metadata: () => metadata.all() };
}

test('the native histogram of an application is scraped, and its quantiles are near the exact ones', async () => {
  const { scraper, metadata } = scraperFor(true);
  const values = Array.from({ length: 2000 }, (_, i) => 0.001 * 1.005 ** i);
  for (let scrape = 0; scrape < 5; scrape++) {
    if (scrape > 0) {
      for (const [i, value] of values.entries()) {
        t.metrics.request_seconds.observe({ route: i % 2 === 0 ? '/' : '/pay' }, value);
      }
    }
    const outcome = await scraper.scrape(START_MS + scrape * INTERVAL_MS);
    expect(outcome.error).toBe('');
  }
  const query = createQueryEngine({ source: store });
  const quantile = async (expression: string) => {
    const { value } = await query.instant(expression, START_MS + 4 * INTERVAL_MS);
    return value.type === 'vector' ? value.samples.map((sample) => sample.value) : [];
  };
  const [p90] = await quantile('histogram_quantile(0.9, sum(rate(request_seconds[1m])))');
  // A bucket is at most a tenth wider than the one before it.
  expect(p90 / values[1800]).toBeGreaterThan(0.9);
  expect(p90 / values[1800]).toBeLessThan(1.1);
  expect(await quantile('histogram_count(sum by (route) (increase(request_seconds[45s])))')).toHaveLength(2);
  expect(await quantile('request_seconds_bucket')).toEqual([]);
  expect(metadata().get('request_seconds')).toMatchObject({ type: 'histogram', help: 'Time of a request' });
});

test('classic buckets are kept beside native ones where that is asked for, and alone otherwise', async () => {
  const kinds = async (option: ScrapeTarget['nativeHistograms']) => {
    store = new MemorySeriesStore();
    t.metrics.request_seconds.observe({ route: '/' }, 0.5);
    expect(await scraperFor(option).scraper.scrape(START_MS)).toMatchObject({ error: '' });
    const series = await store.select({ matchers: [], startMs: 0, endMs: START_MS });
    const ofRequests = series.filter(({ labels }) => labels.metricName.startsWith('request_seconds'));
    return [...new Set(ofRequests.map(({ labels }) => labels.metricName))].sort();
  };
  const classic = ['request_seconds_bucket', 'request_seconds_count', 'request_seconds_sum'];
  expect(await kinds(true)).toEqual(['request_seconds']);
  expect(await kinds('with-classic')).toEqual(['request_seconds', ...classic]);
  expect(await kinds(false)).toEqual(classic);
});

test('exemplars go to their store with the series they stand for, each once', async () => {
  t.metrics.request_seconds.observe({ route: '/pay' }, 5, { exemplar: { trace_id: 'abc' } });
  for (const option of [false, true] as const) {
    exemplars = [];
    store = new MemorySeriesStore();
    const { scraper } = scraperFor(option);
    await scraper.scrape(START_MS);
    await scraper.scrape(START_MS + INTERVAL_MS);
    const series = await store.select({ matchers: [], startMs: 0, endMs: START_MS });
    const own = exemplars.filter(({ exemplar }) => exemplar.labels.get('trace_id') === 'abc');
    expect(own).toHaveLength(1);
    expect(own[0].exemplar.value).toBe(5);
    const { labels } = series[own[0].id];
    expect(labels.metricName).toBe(option ? 'request_seconds' : 'request_seconds_bucket');
    expect(labels.get('route')).toBe('/pay');
  }
});
