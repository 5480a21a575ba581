/*
 * Our registry beside prom-client 15.1.3, in one process, in interleaved rounds. Read the ratios:
 *   node --conditions=@telltale/source --expose-gc packages/sdk/src/registry/registry.bench.ts
 */
import * as prom from 'prom-client';
import { createRegistry } from './registry.ts';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];
const STATUS = ['200', '404'];
const ROUNDS = 7;
const CALLS = 300_000;

/** Two ways to do the same; each call of a function does the work `calls` times. */
interface Duel {
  readonly title: string;
  readonly calls: number;
  readonly ours: (calls: number) => void;
  readonly theirs: (calls: number) => void;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1];
}

function nsPerCall(run: (calls: number) => void, calls: number): number {
  const start = process.hrtime.bigint();
  run(calls);
  return Number(process.hrtime.bigint() - start) / calls;
}

function fight({ title, calls, ours, theirs }: Duel): void {
  ours(calls);
  theirs(calls);
  const rounds = Array.from({ length: ROUNDS }, () => {
    const our = nsPerCall(ours, calls);
    const their = nsPerCall(theirs, calls);
    return { our, their, ratio: their / our };
  });
  const figure = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick));
  console.log(
    `${title.padEnd(42)} ours ${figure((r) => r.our).toFixed(1)} ns  prom-client ` +
      `${figure((r) => r.their).toFixed(1)} ns  ${figure((r) => r.ratio).toFixed(1)}x`,
  );
}

const labelSets = METHODS.flatMap((method) =>
  Array.from({ length: 8 }, (_, index) => `/api/resource/${index}/:id`).flatMap((route) =>
    STATUS.map((status) => ({ method, route, status })),
  ),
);
const open = { method: 'any', route: 'any', status: 'any' } as const;
const labelNames = ['method', 'route', 'status'] as const;
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30];

const registry = createRegistry({ maxSeriesPerMetric: 100_000 });
const theirRegistry = new prom.Registry();
const ourCounter = registry.counter('a_total', { help: 'h', labels: open });
const theirCounter = new prom.Counter({ name: 'a_total', help: 'h', labelNames, registers: [theirRegistry] });
const ourHistogram = registry.histogram('h_seconds', { help: 'h', labels: open, buckets });
const theirHistogram = new prom.Histogram({
  name: 'h_seconds',
  help: 'h',
  labelNames,
  buckets,
  registers: [theirRegistry],
});
const ourHandle = ourCounter.with(labelSets[5]);
const theirChild = theirCounter.labels(labelSets[5]);

fight({
  title: 'counter.inc, object of 3 labels',
  calls: CALLS,
  ours: (calls) => {
    for (let i = 0; i < calls; i++) {
      const { method, route, status } = labelSets[i & 63];
      ourCounter.inc({ method, route, status });
    }
  },
  theirs: (calls) => {
    for (let i = 0; i < calls; i++) {
      const { method, route, status } = labelSets[i & 63];
      theirCounter.inc({ method, route, status });
    }
  },
});
fight({
  title: 'counter handle.inc',
  calls: CALLS,
  ours: (calls) => {
    for (let i = 0; i < calls; i++) ourHandle.inc();
  },
  theirs: (calls) => {
    for (let i = 0; i < calls; i++) theirChild.inc();
  },
});
fight({
  title: 'histogram.observe, object of 3 labels',
  calls: CALLS,
  ours: (calls) => {
    for (let i = 0; i < calls; i++) {
      const { method, route, status } = labelSets[i & 63];
      ourHistogram.observe({ method, route, status }, (i & 1023) / 100);
    }
  },
  theirs: (calls) => {
    for (let i = 0; i < calls; i++) {
      const { method, route, status } = labelSets[i & 63];
      theirHistogram.observe({ method, route, status }, (i & 1023) / 100);
    }
  },
});

/** Half of the 10,000 samples from counters, half from histograms. */
const ours10k = createRegistry({ maxSeriesPerMetric: 100_000 });
const theirs10k = new prom.Registry();
const ourRequests = ours10k.counter('requests_total', { help: 'h', labels: open });
const theirRequests = new prom.Counter({
  name: 'requests_total',
  help: 'h',
  labelNames,
  registers: [theirs10k],
});
const ourDuration = ours10k.histogram('duration_seconds', { help: 'h', labels: open, buckets });
const theirDuration = new prom.Histogram({
  name: 'duration_seconds',
  help: 'h',
  labelNames,
  buckets,
  registers: [theirs10k],
});
function change(times: number): void {
  for (let i = 0; i < 5000; i++) {
    const labels = {
      method: METHODS[i & 3],
      route: `/api/resource/${i >> 3}/:id`,
      status: STATUS[(i >> 2) & 1],
    };
    ourRequests.inc(labels, times);
    theirRequests.inc(labels, times);
    if (i % 16 > 0) continue;
    ourDuration.observe(labels, i / 500);
    theirDuration.observe(labels, i / 500);
  }
}
for (let round = 0; round < 12; round++) change(round + 1);

async function scrape(): Promise<void> {
  const rounds: { our: number; their: number }[] = [];
  for (let round = 0; round < 15; round++) {
    change(round + 1);
    const start = performance.now();
    Buffer.from(ours10k.expose());
    const middle = performance.now();
    Buffer.from(await theirs10k.metrics());
    rounds.push({ our: middle - start, their: performance.now() - middle });
  }
  const our = median(rounds.map((round) => round.our));
  const their = median(rounds.map((round) => round.their));
  const ratio = median(rounds.map((round) => round.their / round.our));
  console.log(
    `${'scrape of 10,000 samples, all changed'.padEnd(42)} ours ${our.toFixed(2)} ms  prom-client ` +
      `${their.toFixed(2)} ms  ${ratio.toFixed(1)}x`,
  );
}

await scrape();
