/*
 * A scrape of a cluster at its primary: four workers with 2,000 samples each, all of them changed since the
 * scrape before. Half of the samples are counters, half belong to histograms with 13 buckets. Each library
 * runs in a primary of its own, in turns; read the ratios to prom-client. What is measured is a service that
 * has been scraped for a quarter of an hour: before that, V8 compiles in the time of a scrape.
 */
import { fork } from 'node:child_process';
import type { Worker } from 'node:cluster';
import cluster from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as prom from 'prom-client';
import { createRegistry } from '@telltale/sdk';
import { createAggregatingGatherer } from '../../packages/sdk/src/aggregation/aggregating-gatherer.ts';
import { createExposition } from '../../packages/sdk/src/exposition/exposition.ts';

const WORKERS = 4;
const SAMPLES = 2000;
const SAMPLES_OF_HISTOGRAM = 16;
const SCRAPES = 30;
/** A quarter of an hour of scrapes, of which there is one in 15 seconds. */
const WARM_UP = 60;
const TURNS = Number(process.env.TURNS ?? 2);
/** Time for the workers to record, which is not measured. */
const RECORD_MS = 60;

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10];
const LABEL_NAMES = ['method', 'route', 'status'] as const;

type PromLike = Pick<typeof prom, 'Counter' | 'Histogram' | 'Registry' | 'AggregatorRegistry'>;

/** The libraries; ours over both kinds of channels that `node:cluster` has. */
const CONTENDERS = {
  'prom-client': 'json',
  '@platformatic/prom-client': 'json',
  '@prometheus-io/client': 'json',
  telltale: 'json',
  'telltale, advanced serialization': 'advanced',
} as const;

interface Figures {
  readonly scrapeMs: readonly number[];
  readonly cpuMs: readonly number[];
  readonly lines: number;
}

type LabelSet = Readonly<Record<(typeof LABEL_NAMES)[number], string>>;

const labelSets = (count: number): LabelSet[] =>
  Array.from({ length: count }, (_, index) => ({
    method: ['GET', 'POST', 'PUT', 'DELETE'][index & 3],
    route: `/api/resource/${index >> 2}/:id`,
    status: ['200', '404'][(index >> 1) & 1],
  }));
const COUNTED = labelSets(SAMPLES / 2);
const OBSERVED = labelSets(SAMPLES / 2 / SAMPLES_OF_HISTOGRAM);

const contender = process.env.BENCH_CONTENDER ?? '';
const isOurs = contender.startsWith('telltale');

async function loadPeer(): Promise<PromLike> {
  const loaded = (await import(contender)) as { readonly default: PromLike };
  return loaded.default;
}

/** Records into every series once. */
async function instruments(): Promise<() => void> {
  if (!isOurs) {
    const peer = await loadPeer();
    const registers = [new peer.Registry()];
    const options = { help: 'h', labelNames: LABEL_NAMES, registers };
    const counter = new peer.Counter({ name: 'http_requests_total', ...options });
    const histogram = new peer.Histogram({ name: 'http_seconds', buckets: BUCKETS, ...options });
    peer.AggregatorRegistry.setRegistries(registers);
    // What answers the primary.
    void new peer.AggregatorRegistry();
    return () => {
      for (const labels of COUNTED) counter.inc(labels);
      for (const labels of OBSERVED) histogram.observe(labels, 0.3);
    };
  }
  const registry = createRegistry();
  const labels = { method: 'any', route: 'any', status: 'any' } as const;
  const counter = registry.counter('http_requests_total', { help: 'h', labels });
  const histogram = registry.histogram('http_seconds', { help: 'h', labels, buckets: BUCKETS });
  createAggregatingGatherer(registry, { aggregate: 'cluster', diagnostics: registry.diagnostics });
  return () => {
    for (const labels of COUNTED) counter.inc(labels);
    for (const labels of OBSERVED) histogram.observe(labels, 0.3);
  };
}

/** Makes a whole page of the cluster's sum, ready to be sent. */
async function scraper(): Promise<() => Promise<Uint8Array[]>> {
  if (!isOurs) {
    const peer = await loadPeer();
    const registry = new peer.AggregatorRegistry();
    return async () => [Buffer.from(await registry.clusterMetrics())];
  }
  const registry = createRegistry();
  const gatherer = createAggregatingGatherer(registry, {
    aggregate: 'cluster',
    diagnostics: registry.diagnostics,
  });
  const exposition = createExposition();
  let chunks: Uint8Array[] = [];
  return async () => {
    // Those of the scrape before have been sent by now.
    for (const chunk of chunks) exposition.giveBack(chunk);
    chunks = [];
    const form = { format: 'text', escaping: 'underscores' } as const;
    for await (const chunk of exposition.chunks(await gatherer.gather(), form)) chunks.push(chunk);
    return chunks;
  };
}

async function runWorker(): Promise<void> {
  const record = await instruments();
  record();
  process.on('message', (message) => {
    if (message === 'record') record();
  });
  process.send?.('ready');
}

function isReady(worker: Worker): Promise<void> {
  return new Promise((resolve) => {
    worker.on('message', (message) => {
      if (message === 'ready') resolve();
    });
  });
}

async function runPrimary(): Promise<void> {
  const serialization = Object.entries(CONTENDERS).find(([name]) => name === contender)?.[1] ?? 'json';
  cluster.setupPrimary({ serialization });
  const scrape = await scraper();
  const workers = Array.from({ length: WORKERS }, () => cluster.fork());
  await Promise.all(workers.map(isReady));
  const scrapeMs: number[] = [];
  const cpuMs: number[] = [];
  let page: Uint8Array[] = [];
  for (let round = 0; round < WARM_UP + SCRAPES; round++) {
    for (const worker of workers) worker.send('record');
    await sleep(RECORD_MS);
    const startCpu = process.cpuUsage();
    const startMs = performance.now();
    page = await scrape();
    const ms = performance.now() - startMs;
    const { user, system } = process.cpuUsage(startCpu);
    if (round < WARM_UP) continue;
    scrapeMs.push(ms);
    cpuMs.push((user + system) / 1000);
  }
  const lines = Buffer.concat(page)
    .toString()
    .split('\n')
    .filter((line) => line.startsWith('http_')).length;
  const figures: Figures = { scrapeMs, cpuMs, lines };
  process.send?.(figures, () => {
    for (const worker of workers) worker.kill();
    process.exit(0);
  });
}

async function measure(name: string): Promise<Figures> {
  const primary = fork(import.meta.filename, [], { env: { ...process.env, BENCH_CONTENDER: name } });
  const ended = once(primary, 'exit');
  const [figures] = (await once(primary, 'message')) as [Figures];
  await ended;
  return figures;
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function compare(): Promise<void> {
  const all = new Map<string, Figures[]>();
  for (let turn = 0; turn < TURNS; turn++) {
    for (const name of Object.keys(CONTENDERS))
      all.set(name, [...(all.get(name) ?? []), await measure(name)]);
  }
  console.log(`${WORKERS} workers, ${SAMPLES} samples each, all changed\n`);
  console.log('| library | scrape p50 ms | p90 ms | ratio | primary CPU ms | ratio | lines |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  let first: { readonly p50: number; readonly cpu: number } | undefined;
  for (const [name, turns] of all) {
    const times = turns.flatMap(({ scrapeMs }) => scrapeMs);
    const p50 = percentile(times, 0.5);
    const cpu = percentile(
      turns.flatMap(({ cpuMs }) => cpuMs),
      0.5,
    );
    first ??= { p50, cpu };
    const ratios = [first.p50 / p50, first.cpu / cpu].map((ratio) => `${ratio.toFixed(1)}×`);
    const shown = [p50, percentile(times, 0.9), cpu].map((ms) => ms.toFixed(2));
    console.log(
      `| ${name} | ${shown[0]} | ${shown[1]} | ${ratios[0]} | ${shown[2]} | ${ratios[1]} | ${turns[0].lines} |`,
    );
  }
}

if (cluster.isWorker) await runWorker();
else if (contender) await runPrimary();
else await compare();
