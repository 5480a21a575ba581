/*
 * The compatibility entry beside prom-client 15.1.3, the same calls, in one process and in interleaved
 * rounds. Read the ratios:
 *   node --conditions=@telltale/source --expose-gc bench/sdk/prom-client-entry.ts
 */
import * as ours from '@telltale/sdk/prom-client';
import * as theirs from 'prom-client';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];
const STATUS = ['200', '404'];
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30];
const labelNames = ['method', 'route', 'status'] as const;
const ROUNDS = 7;
const CALLS = 200_000;

type Client = Pick<typeof ours, 'Registry' | 'Counter' | 'Histogram' | 'Summary'>;
const clients: readonly Client[] = [ours, theirs as unknown as Client];

const labelSets = METHODS.flatMap((method) =>
  Array.from({ length: 8 }, (_, index) => `/api/resource/${index}/:id`).flatMap((route) =>
    STATUS.map((status) => ({ method, route, status })),
  ),
);

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[values.length >> 1];

async function duel(title: string, prepare: (client: Client) => (round: number) => unknown, calls = 1) {
  const runs = clients.map(prepare);
  for (const run of runs) await run(0);
  const times: number[][] = [[], []];
  for (let round = 1; round <= ROUNDS; round++) {
    for (const [index, run] of runs.entries()) {
      const start = performance.now();
      await run(round);
      times[index].push(((performance.now() - start) * 1e6) / calls);
    }
  }
  const ratio = median(times[0].map((our, round) => times[1][round] / our));
  const [our, their] = times.map((values) => median(values));
  const unit = calls === 1 ? ([1e6, 'ms'] as const) : ([1, 'ns'] as const);
  const figure = (value: number) => `${(value / unit[0]).toFixed(1)} ${unit[1]}`;
  console.log(`${title.padEnd(46)} ours ${figure(our)}  prom-client ${figure(their)}  ${ratio.toFixed(1)}x`);
}

function repeated(call: (i: number) => void) {
  return () => {
    for (let i = 0; i < CALLS; i++) call(i);
  };
}

await duel(
  'counter.inc, object of 3 labels',
  ({ Counter }) => {
    const counter = new Counter({ name: 'a_total', help: 'h', labelNames, registers: [] });
    return repeated((i) => {
      const { method, route, status } = labelSets[i & 63];
      counter.inc({ method, route, status });
    });
  },
  CALLS,
);
await duel(
  'counter.inc, no labels',
  ({ Counter }) => {
    const counter = new Counter({ name: 'a_total', help: 'h', registers: [] });
    return repeated(() => counter.inc());
  },
  CALLS,
);
await duel(
  'counter.labels(…).inc',
  ({ Counter }) => {
    const counter = new Counter({ name: 'a_total', help: 'h', labelNames, registers: [] });
    return repeated((i) => {
      const { method, route, status } = labelSets[i & 63];
      counter.labels(method, route, status).inc();
    });
  },
  CALLS,
);
await duel(
  'child.inc of a kept counter.labels(…)',
  ({ Counter }) => {
    const child = new Counter({ name: 'a_total', help: 'h', labelNames, registers: [] }).labels(
      'GET',
      '/',
      '200',
    );
    return repeated(() => child.inc());
  },
  CALLS,
);
await duel(
  'histogram.observe, object of 3 labels',
  ({ Histogram }) => {
    const histogram = new Histogram({ name: 'h', help: 'h', labelNames, buckets: BUCKETS, registers: [] });
    return repeated((i) => {
      const { method, route, status } = labelSets[i & 63];
      histogram.observe({ method, route, status }, (i & 1023) / 100);
    });
  },
  CALLS,
);
await duel(
  'histogram.startTimer and end',
  ({ Histogram }) => {
    const histogram = new Histogram({ name: 'h', help: 'h', labelNames, buckets: BUCKETS, registers: [] });
    return repeated((i) => {
      const { method, route, status } = labelSets[i & 63];
      histogram.startTimer({ method, route })({ status });
    });
  },
  CALLS,
);
await duel(
  'summary.observe, object of 3 labels',
  ({ Summary }) => {
    const summary = new Summary({ name: 's', help: 'h', labelNames, registers: [] });
    return repeated((i) => {
      const { method, route, status } = labelSets[i & 63];
      summary.observe({ method, route, status }, (i & 1023) / 100);
    });
  },
  CALLS,
);

/** Half of the samples from counters, half from histograms. */
function filled({ Registry, Counter, Histogram }: Client, samples: number) {
  const registry = new Registry();
  const registers = [registry];
  const counter = new Counter({ name: 'requests_total', help: 'h', labelNames, registers });
  const histogram = new Histogram({
    name: 'duration_seconds',
    help: 'h',
    labelNames,
    buckets: BUCKETS,
    registers,
  });
  const change = (times: number) => {
    for (let i = 0; i < samples / 2; i++) {
      const labels = { method: METHODS[i & 3], route: `/api/${i >> 3}/:id`, status: STATUS[(i >> 2) & 1] };
      counter.inc(labels, times);
      if (i % 16 === 0) histogram.observe(labels, (i % 977) / 100);
    }
  };
  change(1);
  return { registry, change };
}
for (const samples of [10_000, 100_000]) {
  await duel(`metrics(), ${samples} samples, nothing changed`, (client) => {
    const { registry } = filled(client, samples);
    return async () => Buffer.from(await registry.metrics());
  });
}
await scrapeChanged(10_000);
await scrapeChanged(100_000);

/** Only the scrape is timed, not the changes before it. */
async function scrapeChanged(samples: number) {
  const [our, their] = clients.map((client) => filled(client, samples));
  const times: { our: number; their: number }[] = [];
  for (let round = 0; round <= ROUNDS; round++) {
    our.change(round + 1);
    their.change(round + 1);
    const start = performance.now();
    Buffer.from(await our.registry.metrics());
    const middle = performance.now();
    Buffer.from(await their.registry.metrics());
    times.push({ our: middle - start, their: performance.now() - middle });
  }
  times.shift();
  const figures = (['our', 'their'] as const).map((who) => median(times.map((time) => time[who])).toFixed(1));
  const ratio = median(times.map(({ our, their }) => their / our)).toFixed(1);
  const title = `metrics(), ${samples} samples, all changed`;
  console.log(`${title.padEnd(46)} ours ${figures[0]} ms  prom-client ${figures[1]} ms  ${ratio}x`);
}
