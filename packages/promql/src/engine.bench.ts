import { LabelSet } from '@telltale/model';
import type { SeriesColumns, SeriesSource } from '@telltale/model';
import { createQueryEngine } from './engine.ts';

const SERIES = 2000;
const ROUTES = 20;
const BOUNDS = ['0.005', '0.01', '0.025', '0.05', '0.1', '0.25', '0.5', '1', '2.5', '5', '10', '30', '+Inf'];
const SCRAPE_MS = 15_000;
const HOUR_MS = 3_600_000;
const END_MS = Date.UTC(2026, 0, 1);
const SAMPLES = (7 * HOUR_MS) / SCRAPE_MS;

/** A source whose columns are ready in memory, so that only the evaluation is measured. */
function readySource(series: readonly SeriesColumns[]): SeriesSource {
  return {
    select: async ({ matchers, startMs, endMs }) => {
      const [{ timestamps }] = series;
      const from = timestamps.findIndex((time) => time >= startMs);
      const to = timestamps.findLastIndex((time) => time <= endMs) + 1;
      const times = timestamps.subarray(from, to);
      return series
        .filter(({ labels }) => matchers.every((matcher) => matcher.matches(labels.get(matcher.name))))
        .map(({ labels, values }) => ({ labels, timestamps: times, values: values.subarray(from, to) }));
    },
    series: async () => series.map(({ labels }) => labels),
    labelNames: async () => [],
    labelValues: async () => [],
  };
}

function counters(name: string, labelsOf: (i: number) => Record<string, string>): SeriesColumns[] {
  const timestamps = Float64Array.from({ length: SAMPLES }, (_, k) => END_MS - (SAMPLES - 1 - k) * SCRAPE_MS);
  return Array.from({ length: SERIES }, (_, i) => {
    let total = i;
    const values = timestamps.map((_, k) =>
      k % 997 === i % 997 ? (total = 0) : (total += (i % 7) + (k % 5)),
    );
    return { labels: LabelSet.of({ __name__: name, ...labelsOf(i) }), timestamps, values };
  });
}

const engine = createQueryEngine({
  source: readySource([
    ...counters('m_total', (i) => ({ route: `/r${i % ROUTES}`, instance: `i${Math.floor(i / ROUTES)}` })),
    ...counters('b_bucket', (i) => ({
      le: BOUNDS[i % BOUNDS.length],
      route: `/r${Math.floor(i / BOUNDS.length) % ROUTES}`,
      instance: `i${Math.floor(i / BOUNDS.length / ROUTES)}`,
    })),
  ]),
});

const QUERIES = {
  'q01 rate by route': 'sum by (route) (rate(m_total[5m]))',
  'q02 p95 by route': 'histogram_quantile(0.95, sum by (le, route) (rate(b_bucket[5m])))',
};
const RANGES = {
  '1 h at 15 s': { startMs: END_MS - HOUR_MS, endMs: END_MS, stepMs: 15_000 },
  '6 h at 60 s': { startMs: END_MS - 6 * HOUR_MS, endMs: END_MS, stepMs: 60_000 },
};

/** Run with `npx node --conditions=@telltale/source packages/promql/src/engine.bench.ts`. */
const WARM_UPS = 3;
const RUNS = 15;

for (const [name, query] of Object.entries(QUERIES)) {
  for (const [span, range] of Object.entries(RANGES)) {
    const wall: number[] = [];
    const cpu: number[] = [];
    for (let run = 0; run < WARM_UPS + RUNS; run++) {
      const started = performance.now();
      const before = process.cpuUsage();
      await engine.range(query, range);
      if (run < WARM_UPS) continue;
      const { user, system } = process.cpuUsage(before);
      wall.push(performance.now() - started);
      cpu.push((user + system) / 1000);
    }
    console.log(`${name}, ${SERIES} series, ${span}: wall ${summary(wall)}, CPU ${summary(cpu)}`);
  }
}

function summary(times: number[]): string {
  times.sort((a, b) => a - b);
  return `best ${times[0].toFixed(1)} ms, median ${times[Math.floor(times.length / 2)].toFixed(1)} ms`;
}
