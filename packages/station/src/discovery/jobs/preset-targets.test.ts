import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { MonitoringDefinition } from '@telltale/definition';
import {
  aiApp,
  defineMonitoring,
  framework,
  pipeline,
  resolveDefinition,
  webapp,
} from '@telltale/definition';
import { MemorySeriesStore, VirtualClock } from '@telltale/model';
import { createQueryEngine, parseExpr } from '@telltale/promql';
import { expect, onTestFinished, test } from 'vitest';
import { HttpConnections } from '../../access/http-connections.ts';
import { createScrapeManager } from '../../scrape/scrape-manager.ts';
import type { TargetReader } from '../../scrape/target-reader.ts';
import { httpReader } from '../../scrape/target-reader.ts';
import { createTargetDiscovery } from './target-discovery.ts';

const START_MS = Date.UTC(2026, 5, 1);
const MINUTES = 2;

/** A network with any host in it, behind a proxy that sees who is asked for what. */
async function startNetwork() {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.setHeader('content-type', 'text/plain; version=0.0.4').end('requests_total 1\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  onTestFinished(() => server.closeAllConnections());
  return { asked, proxyUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** Scrapes the jobs of a definition for two minutes of a clock of its own, over real connections. */
async function scrape(definition: MonitoringDefinition, jobs: readonly string[]) {
  const { asked, proxyUrl } = await startNetwork();
  const resolved = resolveDefinition(definition, { parse: parseExpr });
  const targets = resolved.targets
    .filter(({ job }) => jobs.includes(job))
    .map((one) => ({ ...one, proxyUrl }));
  const clock = new VirtualClock(START_MS);
  const store = new MemorySeriesStore();
  const connections = new HttpConnections();
  const times = new Map<string, number[]>();
  let running = 0;
  const manager = createScrapeManager({ appender: store, clock, onScrape: () => undefined });
  const discovery = createTargetDiscovery({
    targets,
    scrapes: manager,
    connections,
    clock,
    readerOf: (target): TargetReader => {
      const read = httpReader(target, connections);
      return async (sink) => {
        running++;
        times.set(target.url, [...(times.get(target.url) ?? []), clock.now()]);
        return read(sink).finally(() => running--);
      };
    },
  });
  onTestFinished(async () => {
    await discovery.stop();
    await manager.stop();
    await connections.close();
  });
  await discovery.start();
  manager.start();
  for (let dueMs = clock.nextDueMs() ?? Infinity; dueMs <= START_MS + MINUTES * 60_000;) {
    await clock.advanceTo(dueMs);
    await expect.poll(() => running, { interval: 1 }).toBe(0);
    await nextTurn();
    dueMs = clock.nextDueMs() ?? Infinity;
  }
  const query = createQueryEngine({ source: store });
  const { value } = await query.instant('sum by (job) (up)', clock.now());
  const up = value.type === 'vector' ? value.samples.map(({ labels }) => labels.get('job')) : [];
  /** How far apart a page was asked for, in seconds: the same each time. */
  const distances = ([url, moments]: readonly [string, readonly number[]]) => {
    const apart = moments.slice(1).map((moment, i) => (moment - moments[i]) / 1000);
    return `${url} every ${[...new Set(apart)].join()} s`;
  };
  const seen = new Set(asked);
  return {
    pages: [...times]
      .filter(([url]) => seen.has(url))
      .map(distances)
      .toSorted(),
    up: up.toSorted(),
  };
}

test('four data services are scraped on port 8080 each, and are up', async () => {
  const jobs = ['normalization_service', 'enrichment_service', 'aggregation_service', 'projection_service'];
  const { pages, up } = await scrape(defineMonitoring({ service: 's', preset: pipeline() }), jobs);
  expect(pages).toEqual(
    ['aggregation', 'enrichment', 'normalization', 'projection'].map(
      (name) => `http://${name}-service:8080/metrics every 15 s`,
    ),
  );
  expect(up).toEqual(jobs.toSorted());
});

test('the backend is scraped at its own path, workers and exporters on the ports of each', async () => {
  const jobs = ['backend', 'extraction-worker', 'search-worker', 'postgres', 'redis'];
  const { pages, up } = await scrape(defineMonitoring({ service: 's', preset: webapp() }), jobs);
  expect(pages).toEqual([
    'http://backend:8000/api/v1/metrics every 15 s',
    'http://extraction-worker:9090/metrics every 15 s',
    'http://postgres_exporter:9187/metrics every 15 s',
    'http://redis_exporter:9121/metrics every 15 s',
    'http://search-worker:9091/metrics every 15 s',
  ]);
  expect(up).toEqual(jobs.toSorted());
});

test('two pages of one service are two scrape jobs, each at its path and interval', async () => {
  const preset = framework({ collectors: { custom: { every: '20s' } } });
  const jobs = ['my-service', 'my-service-custom', 'system'];
  const { pages, up } = await scrape(defineMonitoring({ service: 's', preset }), jobs);
  expect(pages).toEqual([
    'http://localhost:8080/custom_metrics every 20 s',
    'http://localhost:8080/metrics every 10 s',
    'http://node-exporter:9100/metrics every 30 s',
  ]);
  expect(up).toEqual(jobs);
});

test('the job dev-pynode asks backend:3000 for /metrics every 30 seconds', async () => {
  const { pages, up } = await scrape(defineMonitoring({ service: 's', preset: aiApp() }), ['dev-pynode']);
  expect(pages).toEqual(['http://backend:3000/metrics every 30 s']);
  expect(up).toEqual(['dev-pynode']);
});
