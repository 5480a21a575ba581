import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LabelSet, parseExposition } from '@telltale/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram, suiteFolder } from '../../test/support/real-programs.ts';
import { TestPage, metricView } from '../../test/support/metric-view.ts';
import type { ScrapingPrometheus } from '../../test/support/scraping-prometheus.ts';
import { startScrapingPrometheus } from '../../test/support/scraping-prometheus.ts';
import type { Registry } from '../registry/registry.ts';
import { createRegistry } from '../registry/registry.ts';
import { createMetricsEndpoint } from './metrics-endpoint.ts';

/** What each job says it accepts; Prometheus' own words where nothing is said. */
const JOBS: Readonly<Record<string, string | undefined>> = {
  text: 'text/plain;version=0.0.4',
  openmetrics: 'application/openmetrics-text;version=1.0.0',
  native: undefined,
};
const TRACE = { trace_id: '4bf92f3577b34da6a3ce929d0e0e4736' };
const HOSTILE = ['', '"', '\\', '\\n', 'a\nb{} 1', '# EOF', '{}', '}', ',', 'é🐟', '__proto__'];

interface Series {
  readonly metric: Readonly<Record<string, string>>;
  readonly value?: readonly [number, string];
  readonly histogram?: readonly [
    number,
    { count: string; sum: string; buckets: [number, string, string, string][] },
  ];
}

function shop(): Registry {
  const registry = createRegistry({ maxSeriesPerMetric: 5000 });
  const orders = registry.counter('orders_total', { help: 'Orders "placed"', labels: { text: 'any' } });
  for (const [index, text] of HOSTILE.entries()) orders.inc({ text }, index + 0.5);
  // Enough for a page of many chunks.
  const stock = registry.gauge('stock_items', { help: 'Stock', labels: { product: 'any' } });
  for (let i = 0; i < 4000; i++) stock.set({ product: `/product/${i}/of/the/catalogue` }, i * 1.5 - 10);
  const classic = registry.histogram('pay_seconds', {
    help: 'Paying',
    unit: 'seconds',
    buckets: [0.5, 1, 2.5],
  });
  const native = registry.histogram('wait_seconds', { help: 'Waiting', native: true });
  const both = registry.histogram('both_seconds', { help: 'Both', native: { factor: 2 }, buckets: [1] });
  for (const value of [0, 0.3, 0.7, 1, 3, 1000, -2]) {
    classic.observe(value);
    native.observe(value);
    both.observe(value);
  }
  const sizes = registry.summary('sizes_bytes', { help: 'Sizes', quantiles: [0.5, 0.99] });
  for (let i = 1; i <= 100; i++) sizes.observe(i);
  registry.info('build_info', { help: 'Build', labels: { version: 'any' } }).set({ version: '1.2.3' });
  registry.stateset('breaker_state', { help: 'Breaker', states: ['open', 'closed'] }).set('open');
  return registry;
}

/** Metrics with exemplars beside those of a registry. */
function withExemplars(registry: Registry) {
  const timestampMs = Date.now();
  const exemplar = (value: number) => ({ labels: TRACE, value, timestampMs });
  const hits = new TestPage([{ labels: [], values: [3], exemplars: [exemplar(1)] }]);
  const times = new TestPage([{ labels: [], values: [0.4, 1, 0], exemplars: [exemplar(0.4), undefined] }]);
  const metrics = [
    metricView({ name: 'hits_total', hasExemplars: true, pages: [hits] }),
    metricView({
      name: 'times',
      kind: 'histogram',
      bounds: [0.5],
      width: 3,
      hasExemplars: true,
      pages: [times],
    }),
  ];
  return {
    gather: async () => {
      const gathered = await registry.gather();
      return { ...gathered, metrics: [...gathered.metrics, ...metrics] };
    },
  };
}

describe.skipIf(!hasProgram('prometheus'))('a real Prometheus (needs prometheus on PATH)', () => {
  const folder = suiteFolder();
  const registry = shop();
  const contentTypes = new Map<string, string>();
  let server: Server;
  let prometheus: ScrapingPrometheus;

  beforeAll(async () => {
    const endpoint = createMetricsEndpoint(withExemplars(registry));
    server = createServer((request, response) => {
      const job = (request.url ?? '').slice(1);
      request.headers.accept = JOBS[job] ?? request.headers.accept;
      response.on('finish', () => {
        const headers = response.getHeaders();
        contentTypes.set(job, `${String(headers['content-type'])} ${String(headers['content-encoding'])}`);
      });
      endpoint.answer(request, response);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const urls = Object.keys(JOBS).map((job) => [job, `http://127.0.0.1:${port}/${job}`]);
    prometheus = await startScrapingPrometheus(folder.path, Object.fromEntries(urls));
  }, 40_000);

  afterAll(async () => {
    await prometheus?.stop();
    server.closeAllConnections();
    server.close();
  });

  async function query(text: string): Promise<readonly Series[]> {
    const answer = (await prometheus.ask('query', { query: text })) as { result: Series[] };
    return answer.result;
  }

  /** All samples of a job by their labels; how bounds are printed is each format's affair. */
  async function samplesOf(job: string): Promise<ReadonlyMap<string, number>> {
    const series = await query(`{job="${job}",__name__!~"up|scrape_.*|hits_total|times.*"}`);
    const plain = series.filter(({ value }) => value);
    return new Map(
      plain.map(({ metric: { job: _job, instance: _instance, ...own }, value }) => [
        seriesKey(own),
        Number(value?.[1].replace('Inf', 'Infinity')),
      ]),
    );
  }

  function exposed(): ReadonlyMap<string, number> {
    const samples = parseExposition(registry.expose()).families.flatMap((family) => family.samples);
    return new Map(
      // Prometheus takes an empty label for none.
      samples.map(({ labels, value }) => [
        seriesKey(Object.fromEntries([...labels.entries()].filter(([, text]) => text !== ''))),
        value,
      ]),
    );
  }

  test.each(['text', 'openmetrics'])(
    'finds each exposed sample in the %s format, compressed',
    async (job) => {
      expect(Object.fromEntries(await samplesOf(job))).toEqual(Object.fromEntries(exposed()));
      expect(contentTypes.get(job)).toMatch(/charset=utf-8 gzip$/);
    },
  );

  test('asks for protocol buffers by itself and finds the same classic samples in them', async () => {
    expect(contentTypes.get('native')).toMatch(/^application\/vnd\.google\.protobuf; .* gzip$/);
    // Of a histogram that is native too, Prometheus keeps only the native buckets.
    const isClassic = ([key]: readonly [string, number]) => !/(?:wait|both)_seconds/.test(key);
    const found = [...(await samplesOf('native'))].filter(isClassic);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries([...exposed()].filter(isClassic)));
  });

  test('scrapes native histograms with all their buckets', async () => {
    const [wait] = await query('wait_seconds{job="native"}');
    const { count, sum, buckets } = wait.histogram?.[1] ?? { count: '', sum: '', buckets: [] };
    expect([count, Number(sum)]).toEqual(['7', 1003]);
    // Each observation is in a bucket that holds it, and there is no other one.
    const values = [-2, 0, 0.3, 0.7, 1, 3, 1000];
    expect(
      buckets.map(([, low, high, inBucket]) => [
        values.filter((value) => value >= Number(low) && value <= Number(high)),
        inBucket,
      ]),
    ).toEqual(values.map((value) => [[value], '1']));
    expect(await query('histogram_quantile(0.5, wait_seconds{job="native"})')).toHaveLength(1);
    expect(await query('both_seconds{job="native"}')).toMatchObject([
      { histogram: [expect.anything(), { count: '7' }] },
    ]);
  });

  test.each(['openmetrics', 'native'])('keeps the exemplars of counters and buckets (%s)', async (job) => {
    const nowSeconds = Date.now() / 1000;
    const found = await prometheus.ask('query_exemplars', {
      query: `{job="${job}",__name__=~"hits_total|times_bucket"}`,
      start: String(nowSeconds - 3600),
      end: String(nowSeconds + 60),
    });
    const exemplars = found as { exemplars: object[]; seriesLabels: Record<string, string> }[];
    const bySeries = exemplars.map((series) => [series.seriesLabels['__name__'], series.exemplars]);
    expect(Object.fromEntries(bySeries)).toEqual({
      hits_total: [{ labels: TRACE, value: '1', timestamp: expect.any(Number) }],
      times_bucket: [{ labels: TRACE, value: '0.4', timestamp: expect.any(Number) }],
    });
  });
});

/** Labels as one text; bounds and quantiles by their value, not by how they are printed. */
function seriesKey(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels).map(([name, value]) => [
    name,
    name === 'le' || name === 'quantile' ? String(Number(value.replace('Inf', 'Infinity'))) : value,
  ]);
  return LabelSet.of(Object.fromEntries(entries)).key;
}
