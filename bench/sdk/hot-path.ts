/*
 * What recording costs: our instruments beside prom-client 15.1.3 and its kin, in one process, in turns.
 * Nanoseconds a call; read the ratios (time of prom-client divided by the time of each).
 *
 * Summaries cost prom-client the more the more different values a series has: a digest of one value has
 * nothing to sort. All values of a summary are known to both sides before its time counts, and no window of
 * ten minutes ends meanwhile. The row with one value for each series is prom-client's best case.
 */
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import * as platformatic from '@platformatic/prom-client';
import * as official from '@prometheus-io/client';
import * as prom from 'prom-client';
import { createRegistry } from '@telltale/sdk';
import type { Contest, Loop, Outcome } from './rounds.ts';
import { compete, freshLoop } from './rounds.ts';
import { printTable } from './table.ts';

const METHODS = ['GET', 'POST', 'PUT', 'DELETE'];
const STATUS = ['200', '404'];
const ROUTES = [
  '/',
  '/api/orders',
  '/api/orders/:id',
  '/api/users',
  '/api/users/:id',
  '/health',
  '/login',
  '/find',
];
const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 10];
const LABEL_NAMES = ['method', 'route', 'status'];
const SERIES = 100_000;
const CALLS = 20_000;

/** The 64 label sets in an order in which neighbours differ, and as many durations spread over the buckets. */
const shuffled = Array.from({ length: 64 }, (_, index) => (index * 37 + 11) % 64);
const M = shuffled.map((at) => METHODS[at & 3]);
const R = shuffled.map((at) => ROUTES[(at >> 2) & 7]);
const S = shuffled.map((at) => STATUS[at >> 5]);
const V = shuffled.map((at) => 0.002 * 2 ** (((at * 29) % 64) / 5));
const FIRST = { method: M[0], route: R[0], status: S[0] };

const manyM = Array.from({ length: SERIES }, (_, index) => METHODS[index & 3]);
const manyR = Array.from({ length: SERIES }, (_, index) => `/api/resource/${index >> 2}/:id`);
const manyS = Array.from({ length: SERIES }, (_, index) => STATUS[(index >> 1) & 1]);
const order = Uint32Array.from({ length: SERIES }, (_, index) => (index * 48271) % SERIES);

type PromLike = Pick<typeof prom, 'Counter' | 'Gauge' | 'Histogram' | 'Summary' | 'Registry'>;

const LIBRARIES: Readonly<Record<string, PromLike>> = {
  'prom-client': prom,
  '@prometheus-io': official as unknown as PromLike,
  platformatic: platformatic as unknown as PromLike,
};

/** The instruments of one library; those of prom-client's kin and ours are called alike. */
interface Instruments {
  readonly counter: unknown;
  readonly gauge: unknown;
  readonly histogram: unknown;
  readonly summary: unknown;
  readonly monotonous: unknown;
  readonly many: unknown;
  /** How the library gives the fast path to one series. */
  readonly handle: 'labels' | 'with';
}

function ours(): Instruments {
  const registry = createRegistry({ maxSeriesPerMetric: SERIES });
  const labels = { method: 'any', route: 'any', status: 'any' } as const;
  return {
    counter: registry.counter('c_total', { help: 'h', labels }),
    gauge: registry.gauge('g', { help: 'h', labels }),
    histogram: registry.histogram('h', { help: 'h', labels, buckets: BUCKETS }),
    summary: registry.summary('s', { help: 'h', labels }),
    monotonous: registry.summary('m', { help: 'h', labels }),
    many: registry.counter('many_total', { help: 'h', labels }),
    handle: 'with',
  };
}

function theirs(library: PromLike): Instruments {
  const registers = [new library.Registry()];
  const named = (name: string) => ({ name, help: 'h', labelNames: LABEL_NAMES, registers });
  const window = { maxAgeSeconds: 600, ageBuckets: 5 };
  return {
    counter: new library.Counter(named('c_total')),
    gauge: new library.Gauge(named('g')),
    histogram: new library.Histogram({ ...named('h'), buckets: BUCKETS }),
    summary: new library.Summary({ ...named('s'), ...window }),
    monotonous: new library.Summary({ ...named('m'), ...window }),
    many: new library.Counter(named('many_total')),
    handle: 'labels',
  };
}

const instruments: Readonly<Record<string, Instruments>> = {
  ...Object.fromEntries(Object.entries(LIBRARIES).map(([name, library]) => [name, theirs(library)])),
  ours: ours(),
};
/** Without a reader OpenTelemetry's instruments do nothing. */
const reader = new PrometheusExporter({ preventServerStart: true });
const meter = new MeterProvider({ readers: [reader] }).getMeter('bench');

/** The contest of an operation that is written alike in all libraries. */
function contest(title: string, given: (of: Instruments) => Record<string, unknown>, body: string): Contest {
  const loops = Object.entries(instruments).map(([name, of]): [string, Loop] => [
    name,
    freshLoop({ M, R, S, V, ...given(of) }, body),
  ]);
  return { title, times: CALLS, loops: Object.fromEntries(loops) };
}

/** Adds OpenTelemetry, whose calls look different. */
function withOtel(base: Contest, given: Readonly<Record<string, unknown>>, body: string): Contest {
  return { ...base, loops: { ...base.loops, otel: freshLoop({ M, R, S, V, ...given }, body) } };
}

function handleOf(of: Instruments, instrument: unknown): unknown {
  const make = Reflect.get(Object(instrument), of.handle) as (labels: object) => unknown;
  return make.call(instrument, FIRST);
}

const LABELS = '{ method: M[j], route: R[j], status: S[j] }';
/** Each series gets each value in the course of 4096 calls. */
const ANY_VALUE = 'V[(j + (i >> 6)) & 63]';
const contests: Contest[] = [
  withOtel(
    contest('counter.inc, object of 3 labels', ({ counter }) => ({ c: counter }), `c.inc(${LABELS});`),
    { c: meter.createCounter('c') },
    `c.add(1, ${LABELS});`,
  ),
  contest('counter handle.inc', (of) => ({ c: handleOf(of, of.counter) }), 'c.inc();'),
  contest('gauge.set, object of 3 labels', ({ gauge }) => ({ g: gauge }), `g.set(${LABELS}, i);`),
  contest('gauge handle.set', (of) => ({ g: handleOf(of, of.gauge) }), 'g.set(i);'),
  withOtel(
    contest(
      'histogram.observe, object, 13 buckets',
      ({ histogram }) => ({ h: histogram }),
      `h.observe(${LABELS}, V[j]);`,
    ),
    { h: meter.createHistogram('h', { advice: { explicitBucketBoundaries: BUCKETS } }) },
    `h.record(V[j], ${LABELS});`,
  ),
  contest(
    'histogram handle.observe, 13 buckets',
    (of) => ({ h: handleOf(of, of.histogram) }),
    'h.observe(V[j]);',
  ),
  contest(
    'summary.observe, object',
    ({ summary }) => ({ s: summary }),
    `s.observe(${LABELS}, ${ANY_VALUE});`,
  ),
  contest(
    'summary.observe, object, one value each',
    ({ monotonous }) => ({ s: monotonous }),
    `s.observe(${LABELS}, V[j]);`,
  ),
  contest('summary handle.observe', (of) => ({ s: handleOf(of, of.summary) }), 's.observe(V[j]);'),
  contest(
    'histogram startTimer and stop',
    ({ histogram }) => ({ h: histogram }),
    `h.startTimer(${LABELS})();`,
  ),
];
const many = {
  ...contest(
    'counter.inc, 100,000 series in random order',
    (of) => ({ c: of.many, M: manyM, R: manyR, S: manyS, O: order, n: SERIES }),
    'const at = O[i % n]; c.inc({ method: M[at], route: R[at], status: S[at] });',
  ),
  times: SERIES,
};

const COLUMNS = [...Object.keys(instruments), 'otel'];
const measured = [
  ...contests.map((each) => [each, compete(each)] as const),
  [many, compete(many, 7)] as const,
];
printTable(
  ['operation', ...COLUMNS],
  measured.map(([{ title }, outcomes]) => [title, ...COLUMNS.map((name) => figure(outcomes[name]))]),
);

function figure(outcome: Outcome | undefined): string {
  return outcome ? `${outcome.nanoseconds.toFixed(1)} (${outcome.ratio.toFixed(1)}x)` : '';
}
