/*
 * What sampling saves: a histogram, a summary and a timed function beside the same with one event in twenty
 * looked at. Nanoseconds a call; read the ratios (time without sampling divided by that with it). Values differ
 * from call to call, so that no branch of a search for buckets is known before, as in a service.
 */
import { createRegistry } from '@telltale/sdk';
import type { Contest, Loop } from './rounds.ts';
import { compete, freshLoop } from './rounds.ts';
import { printTable } from './table.ts';

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10];
const VALUES = 1 << 16;
const CALLS = 20_000;
const V = Float64Array.from({ length: VALUES }, () => 0.002 * 2 ** (Math.random() * 13));
const TENANTS = Array.from({ length: 2000 }, (_, at) => `tenant-${at}`);
const SAMPLING = { ratio: 0.05 };
const LABELS = { route: 'any' } as const;
const R = [
  '/',
  '/api/orders',
  '/api/orders/:id',
  '/api/users',
  '/api/users/:id',
  '/health',
  '/login',
  '/find',
];

const registry = createRegistry({ maxSeriesPerMetric: 5000 });
const task = () => 1;

/** The same instrument, all of it and sampled. */
const pairs = {
  histogram: [
    registry.histogram('h', { help: 'h', labels: LABELS, buckets: BUCKETS }),
    registry.histogram('hs', { help: 'h', labels: LABELS, buckets: BUCKETS, sampling: SAMPLING }),
  ],
  summary: [
    registry.summary('s', { help: 's', labels: LABELS }),
    registry.summary('ss', { help: 's', labels: LABELS, sampling: SAMPLING }),
  ],
  tenants: [
    registry.counter('t_total', { help: 't', labels: { tenant: { maxValues: 100 } } }),
    registry.counter('ts_total', { help: 't', labels: { tenant: { sampling: SAMPLING } } }),
  ],
} as const;

function contest(title: string, [all, sampled]: readonly unknown[], body: string): Contest {
  const loopOf = (c: unknown): Loop => freshLoop({ c, V, R, T: TENANTS, mask: VALUES - 1, task }, body);
  return { title, times: CALLS, loops: { all: loopOf(all), sampled: loopOf(sampled) } };
}

const handles = (pair: typeof pairs.histogram | typeof pairs.summary) =>
  pair.map((each) => each.with({ route: '/' }));

const contests = [
  contest('histogram handle.observe', handles(pairs.histogram), 'c.observe(V[i & mask]);'),
  contest('histogram.observe, labels', pairs.histogram, 'c.observe({ route: R[j & 7] }, V[i & mask]);'),
  contest('histogram handle.time', handles(pairs.histogram), 'c.time(task);'),
  contest('histogram.time, labels', pairs.histogram, 'c.time({ route: R[j & 7] }, task);'),
  contest('summary handle.observe', handles(pairs.summary), 'c.observe(V[i & mask]);'),
  contest('summary.observe, labels', pairs.summary, 'c.observe({ route: R[j & 7] }, V[i & mask]);'),
  contest('summary handle.time', handles(pairs.summary), 'c.time(task);'),
  contest(
    'counter.inc, 2,000 tenants: first 100 or 5 %',
    pairs.tenants,
    'c.inc({ tenant: T[(i * 7) % 2000] });',
  ),
];

printTable(
  ['operation', 'all', 'sampled', 'ratio'],
  contests.map((each) => {
    const { all, sampled } = compete(each);
    return [
      each.title,
      all.nanoseconds.toFixed(1),
      sampled.nanoseconds.toFixed(1),
      `${sampled.ratio.toFixed(1)}x`,
    ];
  }),
);
