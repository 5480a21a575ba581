/** Seconds of simulated time from one sample to the next. */
export const STEP_S = 15;

/** Upper bounds of the latency histogram's buckets. */
const BOUNDS = ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '30', '+Inf'];
const STATUSES = ['200', '201', '400', '404', '500'];
const SHARES = [0.9, 0.06, 0.02, 0.015, 0.005];
const METHODS = ['GET', 'POST'];
const RUNTIME_GAUGES = [
  'process_resident_memory_bytes',
  'process_open_fds',
  'nodejs_eventloop_lag_seconds',
  'nodejs_heap_size_used_bytes',
];

export interface FleetSize {
  readonly instances: number;
  readonly routes: number;
  readonly gauges: number;
}

/** Sizes by name: 1,000, 10,000 and 100,000 series. */
export const FLEET_SIZES = {
  small: { instances: 2, routes: 10, gauges: 100 },
  large: { instances: 20, routes: 10, gauges: 100 },
  ingest: { instances: 20, routes: 100, gauges: 1000 },
} satisfies Record<string, FleetSize>;

interface Endpoint {
  readonly rate: number;
  readonly phase: number;
  readonly slowness: number;
  /** Where its counters and its histogram begin among the values. */
  readonly counters: number;
  readonly histogram: number;
}

/** The metric families of an instance: the lines that declare them. */
export const FAMILIES: readonly string[] = [
  '# TYPE http_requests counter',
  '# TYPE http_request_duration_seconds histogram',
  ...RUNTIME_GAUGES.map((name) => `# TYPE ${name} gauge`),
  '# TYPE queue_depth gauge',
  '# TYPE db_pool_connections gauge',
];

/**
 * One instance of an API: counters, latency histograms, gauges. Its values depend on its number and
 * the step alone, never on the clock.
 */
export class Instance {
  /** `metric{labels} ` of every series, ready for a line of exposition. */
  readonly prefixes: readonly string[];
  readonly values: Float64Array;
  readonly #random: () => number;
  readonly #endpoints: readonly Endpoint[];
  readonly #firstGauge: number;
  #step = 0;

  constructor(index: number, { routes, gauges }: FleetSize) {
    this.#random = randomNumbers(7919 + index * 104_729 + 1);
    const names: string[] = [];
    this.#endpoints = addEndpoints(names, routes, this.#random);
    this.#firstGauge = names.length;
    addGauges(names, gauges);
    const job = index % 4 === 3 ? 'worker' : 'api';
    const target = `instance="10.0.${index >> 8}.${index & 255}:8080",job="${job}"`;
    this.prefixes = names.map((name) => (name.includes('{') ? `${name},${target}} ` : `${name}{${target}} `));
    this.values = new Float64Array(names.length);
    this.#initGauges();
  }

  /** Moves on by {@link STEP_S}. */
  step(): void {
    const step = this.#step++;
    for (const endpoint of this.#endpoints) this.#serve(endpoint, step);
    for (let at = this.#firstGauge; at < this.values.length; at++) this.#moveGauge(at);
  }

  #initGauges(): void {
    const { values } = this;
    for (let at = this.#firstGauge; at < values.length; at++) {
      const isMemory = at === this.#firstGauge || at === this.#firstGauge + 3;
      values[at] = isMemory ? 8e7 + Math.floor(this.#random() * 4e7) : Math.floor(this.#random() * 200);
    }
    values[this.#firstGauge + 2] = 0.01;
  }

  #serve({ rate, phase, slowness, counters, histogram }: Endpoint, step: number): void {
    const { values } = this;
    const load = rate * STEP_S * (1 + 0.6 * Math.sin(step / 240 + phase));
    let total = 0;
    for (let status = 0; status < STATUSES.length; status++) {
      const isOutage = status === 4 && step % 700 > 640;
      const expected = load * SHARES[status] * (isOutage ? 30 : 1) * (0.5 + this.#random());
      const served = Math.floor(expected) + (this.#random() < expected % 1 ? 1 : 0);
      values[counters + status] += served;
      total += served;
    }
    // A logistic distribution around a centre in units of buckets.
    const centre = slowness + 1.2 * Math.sin(step / 300 + phase);
    let cumulative = 0;
    for (let bucket = 0; bucket < 12; bucket++) {
      const wanted = Math.round(total / (1 + Math.exp(-(bucket - centre) * 1.4)) + (this.#random() - 0.5));
      cumulative = Math.min(total, Math.max(cumulative, wanted));
      values[histogram + bucket] += cumulative;
    }
    values[histogram + 12] += total;
    values[histogram + 14] += total;
    const seconds = total * 0.004 * 2 ** centre * (0.8 + 0.4 * this.#random());
    values[histogram + 13] = Math.round((values[histogram + 13] + seconds) * 1e6) / 1e6;
  }

  #moveGauge(at: number): void {
    const { values } = this;
    const kind = at - this.#firstGauge;
    const x = this.#random();
    if (kind === 0 || kind === 3) values[at] = Math.max(4e7, values[at] + Math.floor((x - 0.497) * 8e5));
    else if (kind === 2) values[at] = Math.round((0.002 + x * x * 0.03) * 1e9) / 1e9;
    else if (x < 0.3) values[at] = Math.max(0, values[at] + Math.floor((x / 0.3 - 0.5) * 9));
  }
}

function addEndpoints(names: string[], routes: number, random: () => number): Endpoint[] {
  const pairs = Array.from({ length: routes }, (_, route) =>
    METHODS.map((method) => ({ route, method })),
  ).flat();
  const drafts = pairs.map(({ route, method }) => {
    const [rate, phase, slowness] = [Math.exp(random() * 5 - 2), random() * 6.28, random() * 4];
    const counters = names.length;
    const labels = `method="${method}",route="/api/v1/resource${route}"`;
    for (const status of STATUSES) names.push(`http_requests_total{${labels},status="${status}"`);
    return { rate, phase, slowness, counters, labels };
  });
  return drafts.map(({ labels, ...draft }) => {
    const histogram = names.length;
    for (const le of BOUNDS) names.push(`http_request_duration_seconds_bucket{${labels},le="${le}"`);
    names.push(
      `http_request_duration_seconds_sum{${labels}`,
      `http_request_duration_seconds_count{${labels}`,
    );
    return { ...draft, histogram };
  });
}

function addGauges(names: string[], gauges: number): void {
  const half = RUNTIME_GAUGES.length + ((gauges - RUNTIME_GAUGES.length) >> 1);
  for (let at = 0; at < gauges; at++) {
    if (at < RUNTIME_GAUGES.length) names.push(RUNTIME_GAUGES[at]);
    else if (at < half) names.push(`queue_depth{queue="q${at - RUNTIME_GAUGES.length}"`);
    else names.push(`db_pool_connections{pool="p${(at - half) >> 1}",state="${at & 1 ? 'used' : 'idle'}"`);
  }
}

/** Numbers from 0 to 1 that are the same in every run (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
