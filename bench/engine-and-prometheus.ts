import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasProgram } from '../test/support/counterpart.ts';
import { sampleData } from '../test/support/sample-data.ts';
import { getJson } from '../test/support/telltale.ts';
import { startTwoEngines } from '../test/support/two-engines.ts';

/*
 * The same samples in Debian's Prometheus and in a station, the same queries over HTTP to both in
 * turns. 40 instances of a shop: 1,840 series, three hours at 15 s.
 */
const END_MS = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 2 * 3_600_000;
const START_MS = END_MS - 3 * 3_600_000;
const ROUNDS = 15;
const QUERIES = [
  'sum by (route) (rate(http_requests_total[5m]))',
  'histogram_quantile(0.95, sum by (le, route) (rate(http_request_duration_seconds_bucket[5m])))',
  'sum by (route) (rate(http_requests_total{status_code=~"5.."}[5m])) / sum by (route) (rate(http_requests_total[5m]))',
  'max_over_time(queue_depth[10m])',
];
const SPANS = { instant: 0, '1 h at 15 s': 3_600_000 } as const;

if (!hasProgram('prometheus') || !hasProgram('promtool')) {
  console.log('Prometheus is not installed: npm run setup:counterparts');
  process.exit(0);
}
const folder = mkdtempSync(join(tmpdir(), 'telltale-bench-'));
const engines = await startTwoEngines(
  folder,
  sampleData({ startMs: START_MS, endMs: END_MS, instances: 40 }),
);
try {
  for (const [span, lengthMs] of Object.entries(SPANS)) {
    for (const query of QUERIES) await duel(query, span, lengthMs);
  }
  console.log(
    `\nresident: station ${rss(engines.station.pid)} MB, Prometheus ${rss(engines.prometheus.pid)} MB`,
  );
} finally {
  await engines.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function duel(query: string, span: string, lengthMs: number): Promise<void> {
  const path = requestPath(query, lengthMs);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < ROUNDS + 3; round++) {
    const our = await timed(engines.stationUrl + path);
    const their = await timed(engines.prometheusUrl + path);
    if (round < 3) continue;
    ours.push(our);
    theirs.push(their);
  }
  const [our, their] = [median(ours), median(theirs)];
  const figures = `${our.toFixed(1)} ms, Prometheus ${their.toFixed(1)} ms, ${(their / our).toFixed(1)}x`;
  console.log(`${span.padEnd(12)} ${figures.padEnd(42)} ${query}`);
}

function requestPath(query: string, lengthMs: number): string {
  if (lengthMs === 0) return `/api/v1/query?${new URLSearchParams({ query, time: String(END_MS / 1000) })}`;
  const range = { start: String((END_MS - lengthMs) / 1000), end: String(END_MS / 1000), step: '15' };
  return `/api/v1/query_range?${new URLSearchParams({ query, ...range })}`;
}

async function timed(url: string): Promise<number> {
  const startedMs = performance.now();
  await getJson(url);
  return performance.now() - startedMs;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

/** Resident memory of a process in megabytes; 0 where `/proc` does not tell. */
function rss(pid: number): number {
  try {
    const line = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return Math.round(Number(line?.[1] ?? 0) / 1024);
  } catch {
    return 0;
  }
}
