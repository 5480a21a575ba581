import { LabelSet } from '@telltale/model';
import type { SparseSeries } from './sparse-series.ts';
import { seededRandom } from './sparse-series.ts';

/** A fixed time, so that every run asks the same: 2026-03-01T12:00:00Z. */
export const FLEET_START_MS = Date.UTC(2026, 2, 1, 12);
/** When the data ends. */
export const FLEET_END_MS = FLEET_START_MS + 3_600_000;

const INSTANCES = ['a', 'b', 'c'];
const BOUNDS = ['0.1', '0.5', '1', '5', '+Inf'];
const STEP_MS = 15_000;

/**
 * An hour of a small fleet. All gauges and counters are multiples of 1/64, so that sums and
 * differences of samples are exact in whatever order they are made, and no two series of a metric
 * ever tie. Counters stay far from zero: Prometheus 2 and 3 extrapolate otherwise there.
 */
export function fleetData(): SparseSeries[] {
  const random = seededRandom(77);
  const series: SparseSeries[] = [];
  const add = (labels: Record<string, string>, samples: SparseSeries['samples']): void => {
    series.push({ labels: LabelSet.of({ ...labels, job: 'fleet' }), samples });
  };
  for (const [i, instance] of INSTANCES.entries()) {
    for (const [j, code] of ['200', '404', '500'].entries()) {
      const times = timesOf(code === '404' ? { gapFrom: 90, gapTo: 130 } : {});
      const labels = { __name__: 'requests_total', instance, code };
      add(labels, counter(times, 5000 + i * 100 + (3 * i + j) / 64, 60 >> (2 * j), random));
    }
    const gaps = { gapFrom: 60 + 10 * i, gapTo: 95 };
    add({ __name__: 'queue_depth', instance }, gauge(timesOf({}), 200, i, random));
    add(
      { __name__: 'temperature', instance, room: i < 2 ? 'north' : 'south' },
      gauge(timesOf(gaps), -40, i, random),
    );
    add({ __name__: 'memory_bytes', instance }, gauge(timesOf({ stepMs: 60_000 }), 2 ** 28, i, random));
    add(
      { __name__: 'version_info', instance, version: `1.${i}` },
      timesOf({}).map((ms) => [ms, 1]),
    );
    series.push(...latency(instance, random));
  }
  add({ __name__: 'late_gauge', instance: 'a' }, gauge(timesOf({ from: 120 }), 50, 0, random));
  add({ __name__: 'early_gauge', instance: 'a' }, gauge(timesOf({ to: 100 }), 50, 0, random));
  for (const [kind, value] of [
    ['nan', Number.NaN],
    ['inf', Infinity],
    ['minus_inf', -Infinity],
    ['zero', 0],
    ['one', 1],
  ] as const)
    add(
      { __name__: 'special', kind },
      timesOf({ stepMs: 30_000 }).map((ms) => [ms, value]),
    );
  return series;
}

interface TimesOptions {
  readonly stepMs?: number;
  /** In steps from the start. */
  readonly from?: number;
  readonly to?: number;
  readonly gapFrom?: number;
  readonly gapTo?: number;
}

function timesOf({
  stepMs = STEP_MS,
  from = 0,
  to = Infinity,
  gapFrom = 0,
  gapTo = 0,
}: TimesOptions): number[] {
  const times: number[] = [];
  for (let i = 0; FLEET_START_MS + i * stepMs <= FLEET_END_MS; i++) {
    if (i >= from && i <= to && (i < gapFrom || i >= gapTo)) times.push(FLEET_START_MS + i * stepMs);
  }
  return times;
}

function counter(
  times: readonly number[],
  start: number,
  mean: number,
  random: () => number,
): SparseSeries['samples'] {
  const resetAt = Math.floor((0.3 + random() / 2) * times.length);
  let value = start;
  return times.map((ms, i) => {
    value = i === resetAt ? start / 2 : value + Math.floor(random() * 2 * mean);
    return [ms, value];
  });
}

/** From 0 to `scale`; the sixty-fourths say which series it is. */
function gauge(
  times: readonly number[],
  scale: number,
  index: number,
  random: () => number,
): SparseSeries['samples'] {
  return times.map((ms) => [ms, Math.round(random() * scale) + (index + 1) / 64]);
}

function latency(instance: string, random: () => number): SparseSeries[] {
  const times = timesOf({});
  const buckets = BOUNDS.map((_, i) => 1000 * (i + 1));
  const columns = BOUNDS.map((): [number, number][] => []);
  for (const ms of times) {
    let added = 0;
    for (const i of BOUNDS.keys()) {
      added += Math.floor(random() * 5);
      columns[i].push([ms, (buckets[i] += added)]);
    }
  }
  const labels = { instance, job: 'fleet' };
  const all = columns.at(-1) ?? [];
  return [
    ...BOUNDS.map((le, i) => ({
      labels: LabelSet.of({ ...labels, __name__: 'latency_seconds_bucket', le }),
      samples: columns[i],
    })),
    { labels: LabelSet.of({ ...labels, __name__: 'latency_seconds_count' }), samples: all },
    {
      labels: LabelSet.of({ ...labels, __name__: 'latency_seconds_sum' }),
      samples: all.map(([ms, count]) => [ms, count / 4]),
    },
  ];
}
