import { LabelSet } from '@telltale/model';
import type { SparseSeries } from '../differential/sparse-series.ts';
import { seededRandom } from '../differential/sparse-series.ts';

const STEP_MS = 5000;
const MINUTE_MS = 60_000;
const BOUNDS = ['0.005', '0.01', '0.05', '0.1', '0.5', '1', '+Inf'];

/** Where the queries end: a fixed time, so that every run asks the same. */
export const DEMO_END_MS = Date.UTC(2026, 2, 1, 14);
/** Enough before the end for a window of an hour, an offset, and the range asked for. */
const FIRST_MS = DEMO_END_MS - 100 * MINUTE_MS;
/** Enough after it for negative offsets. */
const LAST_MS = DEMO_END_MS + 15 * MINUTE_MS;

/** Three instances of a service with the metrics that the queries of prometheus/compliance ask for. */
export function demoData(): SparseSeries[] {
  const random = seededRandom(5);
  return ['10000', '10001', '10002'].flatMap((port) => instanceData(`demo.example:${port}`, random));
}

function instanceData(instance: string, random: () => number): SparseSeries[] {
  const series = (
    name: string,
    labels: Record<string, string>,
    value: (ms: number) => number,
  ): SparseSeries => ({
    labels: LabelSet.of({ ...labels, __name__: name, instance, job: 'demo' }),
    samples: times().map((ms) => [ms, value(ms)]),
  });
  const batch = (ms: number): number => Math.floor(ms / 90_000) * 90;
  return [
    ...['buffers', 'cached', 'free', 'used'].map((type) =>
      series('demo_memory_usage_bytes', { type }, () => Math.round((1 + random()) * 2 ** 28)),
    ),
    ...['idle', 'system', 'user'].map((mode) =>
      series('demo_cpu_usage_seconds_total', { mode }, counter(random, 5, 1000)),
    ),
    series('demo_num_cpus', {}, () => 4),
    series('demo_disk_usage_bytes', {}, (ms) => Math.round((ms - FIRST_MS) * 17 + random() * 1e5)),
    series('demo_batch_last_success_timestamp_seconds', {}, batch),
    ...['/api/bar', '/api/foo'].flatMap((path) => requests(instance, path, random)),
    intermittent(series('demo_intermittent_metric', {}, () => random())),
  ];
}

function times(): number[] {
  return Array.from({ length: (LAST_MS - FIRST_MS) / STEP_MS + 1 }, (_, i) => FIRST_MS + i * STEP_MS);
}

/** Starts far from zero and is reset once, when it is half way. */
function counter(random: () => number, most: number, start: number): () => number {
  const resetAfter = 600 + Math.floor(random() * 400);
  let value = start;
  let count = 0;
  return () => (value = count++ === resetAfter ? start / 2 : value + Math.round(random() * most * 64) / 64);
}

/** A classic histogram: each bucket has what is in the smaller ones and more. */
function requests(instance: string, path: string, random: () => number): SparseSeries[] {
  const labels = { instance, job: 'demo', method: 'GET', path, status: '200' };
  const name = 'demo_api_request_duration_seconds';
  const totals = BOUNDS.map((_, i) => 500 * (i + 1));
  const columns = BOUNDS.map((): [number, number][] => []);
  for (const ms of times()) {
    let added = 0;
    for (const i of BOUNDS.keys()) columns[i].push([ms, (totals[i] += added += Math.floor(random() * 4))]);
  }
  const all = columns[BOUNDS.length - 1];
  return [
    ...BOUNDS.map((le, i) => ({
      labels: LabelSet.of({ ...labels, __name__: `${name}_bucket`, le }),
      samples: columns[i],
    })),
    { labels: LabelSet.of({ ...labels, __name__: `${name}_count` }), samples: all },
    {
      labels: LabelSet.of({ ...labels, __name__: `${name}_sum` }),
      samples: all.map(([ms, n]) => [ms, n / 8]),
    },
  ];
}

/** There for seven minutes, then gone for seven. */
function intermittent({ labels, samples }: SparseSeries): SparseSeries {
  return { labels, samples: samples.filter(([ms]) => Math.floor(ms / (7 * MINUTE_MS)) % 2 === 0) };
}
