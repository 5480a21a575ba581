import { LabelSet } from '@telltale/model';

const INTERVAL_MS = 15_000;
const ROUTES = ['/', '/products', '/product/:id', '/checkout'];
const BUCKETS = [0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, Infinity];

export interface SampleSeries {
  readonly labels: LabelSet;
  readonly values: readonly number[];
}

export interface SampleData {
  readonly timestamps: readonly number[];
  readonly series: readonly SampleSeries[];
}

export interface SampleDataOptions {
  readonly startMs: number;
  readonly endMs: number;
  /** Each has 46 series. Default: 3. */
  readonly instances?: number;
}

/** A shop with several instances: counters with resets, latency buckets, and two gauges. */
export function sampleData({ startMs, endMs, instances = 3 }: SampleDataOptions): SampleData {
  const timestamps: number[] = [];
  for (let t = startMs; t <= endMs; t += INTERVAL_MS) timestamps.push(t);
  const random = seededRandom(4400);
  const series: SampleSeries[] = [];
  for (let i = 0; i < instances; i++) {
    const instance = `shop-${i}:3000`;
    for (const route of ROUTES) {
      for (const status_code of ['200', '404', '500']) {
        const mean = status_code === '200' ? 20 : 0.7;
        const labels = { __name__: 'http_requests_total', instance, route, status_code };
        series.push(counter(labels, timestamps.length, mean, random));
      }
      series.push(...histogram({ instance, route }, timestamps.length, random));
    }
    series.push(
      gauge({ __name__: 'process_resident_memory_bytes', instance }, timestamps.length, 5e7, random),
    );
    series.push(gauge({ __name__: 'queue_depth', instance }, timestamps.length, 6, random));
  }
  return { timestamps, series };
}

/** OpenMetrics text with timestamps, as `promtool tsdb create-blocks-from openmetrics` reads it. */
export function toOpenMetrics({ timestamps, series }: SampleData): string {
  const lines: string[] = [];
  for (const one of series) {
    timestamps.forEach((ms, i) => {
      const value = one.values[i] === Infinity ? '+Inf' : String(one.values[i]);
      lines.push(`${selector(one.labels)} ${value} ${ms / 1000}`);
    });
  }
  return `${lines.join('\n')}\n# EOF\n`;
}

function selector(labels: LabelSet): string {
  const pairs = [...labels.entries()].filter(([name]) => name !== '__name__');
  return `${labels.metricName}{${pairs.map(([name, value]) => `${name}="${value}"`).join(',')}}`;
}

type Random = () => number;

function counter(labels: Record<string, string>, length: number, mean: number, random: Random): SampleSeries {
  const resetAt = Math.floor(random() * length * 2);
  const values: number[] = [];
  let value = Math.floor(random() * 100);
  for (let i = 0; i < length; i++) {
    value = i === resetAt ? 0 : value + Math.floor(random() * 2 * mean);
    values.push(value);
  }
  return { labels: LabelSet.of(labels), values };
}

function histogram(labels: Record<string, string>, length: number, random: Random): SampleSeries[] {
  const counts = BUCKETS.map(() => 0);
  const columns: number[][] = BUCKETS.map(() => []);
  for (let i = 0; i < length; i++) {
    BUCKETS.forEach((_, b) => (counts[b] += Math.floor(random() * 4)));
    let cumulative = 0;
    BUCKETS.forEach((_, b) => columns[b].push((cumulative += counts[b])));
  }
  return BUCKETS.map((bound, b) => {
    const le = bound === Infinity ? '+Inf' : String(bound);
    const name = 'http_request_duration_seconds_bucket';
    return {
      labels: LabelSet.of({ ...labels, __name__: name, le }),
      values: columns[b],
    };
  });
}

function gauge(labels: Record<string, string>, length: number, scale: number, random: Random): SampleSeries {
  const values = Array.from({ length }, () => Math.round(random() * scale * 200) / 100);
  return { labels: LabelSet.of(labels), values };
}

/** Mulberry32: the same data in every run. */
function seededRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
