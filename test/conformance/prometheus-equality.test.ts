import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LabelSet } from '@telltale/model';
import { openStore } from '@telltale/storage';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { runProgram, startProgram, stopProgram } from '../support/program.ts';
import { getJson, startStation } from '../support/telltale.ts';
import type { RunningStation } from '../support/telltale.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import { sampleData, toOpenMetrics } from './sample-data.ts';

/*
 * The same samples, with explicit timestamps, are loaded into Debian's Prometheus and into a
 * station; both are asked over HTTP. Prometheus 2 includes the left edge of a window, so the
 * station runs with closed windows.
 */
const END_MS = Math.floor(Date.now() / 3_600_000) * 3_600_000 - 2 * 3_600_000;
const START_MS = END_MS - 3_600_000;
/*
 * Only full windows are compared: where a window begins before the first sample of a counter,
 * Prometheus 2 limits the extrapolation at zero before it looks at the gap, Prometheus 3 (and the
 * station) after.
 */
const FIRST_STEP_MS = START_MS + 10 * 60_000;
const QUERIES = [
  'sum by (route) (rate(http_requests_total[1m]))',
  'sum by (route) (rate(http_requests_total[5m]))',
  'sum(increase(http_requests_total{status_code=~"5.."}[5m])) by (route)',
  'histogram_quantile(0.95, sum by (le, route) (rate(http_request_duration_seconds_bucket[5m])))',
  'histogram_quantile(0.5, sum by (le) (rate(http_request_duration_seconds_bucket[2m])))',
  'sum by (route) (rate(http_requests_total{status_code=~"5.."}[5m])) / sum by (route) (rate(http_requests_total[5m])) > 0.01',
  'avg without (instance) (process_resident_memory_bytes) / 1024',
  'max_over_time(queue_depth[10m]) - min_over_time(queue_depth[10m])',
  'queue_depth offset 5m',
  'queue_depth > 5 and on (instance) process_resident_memory_bytes > 1',
  'count by (route) (http_requests_total unless http_requests_total{status_code="200"})',
  'topk(2, process_resident_memory_bytes)',
  'deriv(queue_depth[5m])',
  'absent(nothing_here)',
];

describe.runIf(hasProgram('prometheus') && hasProgram('promtool'))('equality with Prometheus', () => {
  let prometheus: Program;
  let prometheusUrl: string;
  let station: RunningStation;

  beforeAll(async () => {
    const folder = temporaryFolder(afterAll);
    const data = sampleData(START_MS, END_MS);
    await fillStation(join(folder, 'data'), data);
    station = await startStation(await freePort(), folder, ['--no-host', '--query.closed-windows']);

    writeFileSync(join(folder, 'samples.om'), toOpenMetrics(data));
    writeFileSync(join(folder, 'prometheus.yml'), 'global:\n  scrape_interval: 1h\n');
    const blocks = join(folder, 'prometheus');
    const made = await runProgram('promtool', [
      'tsdb',
      'create-blocks-from',
      'openmetrics',
      join(folder, 'samples.om'),
      blocks,
    ]);
    expect(made.exit, made.output).toBe(0);
    const port = await freePort();
    prometheusUrl = `http://127.0.0.1:${port}`;
    prometheus = startProgram('prometheus', [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${blocks}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--storage.tsdb.retention.time=30d',
    ]);
    await waitFor('Prometheus to be ready', async () => (await fetch(`${prometheusUrl}/-/ready`)).ok);
  });

  afterAll(async () => {
    await Promise.all([prometheus, station].filter(Boolean).map(stopProgram));
  });

  test.each(QUERIES)('the same samples give the same answer to 1e-9: %s', async (query) => {
    const parameters = new URLSearchParams({
      query,
      start: String(FIRST_STEP_MS / 1000),
      end: String(END_MS / 1000),
      step: '15',
    });
    const expected = await matrix(`${prometheusUrl}/api/v1/query_range?${parameters}`);
    const actual = await matrix(`${station.url}/api/v1/query_range?${parameters}`);
    expect(expected.size).toBeGreaterThan(0);
    expect([...actual.keys()].sort()).toEqual([...expected.keys()].sort());
    for (const [key, points] of expected) expectSamePoints(actual.get(key)!, points, key);
  });
});

type Points = readonly (readonly [seconds: number, value: string])[];

async function matrix(url: string): Promise<Map<string, Points>> {
  const answer = (await getJson(url)) as {
    data: { result: { metric: Record<string, string>; values: Points }[] };
  };
  return new Map(answer.data.result.map(({ metric, values }) => [LabelSet.of(metric).toString(), values]));
}

function expectSamePoints(actual: Points, expected: Points, key: string): void {
  expect(
    actual.map(([seconds]) => seconds),
    key,
  ).toEqual(expected.map(([seconds]) => seconds));
  expected.forEach(([seconds, text], i) => {
    const [want, got] = [Number(text), Number(actual[i][1])];
    if (Object.is(want, got) || want === got) return;
    const difference = Math.abs(want - got) / (Math.abs(want) + Math.abs(got));
    expect(difference, `${key} at ${seconds}: ${got} instead of ${want}`).toBeLessThan(1e-9);
  });
}

async function fillStation(folder: string, data: ReturnType<typeof sampleData>): Promise<void> {
  const store = await openStore({ folder });
  const ids = data.series.map(({ labels }) => store.metrics.intern(labels));
  data.timestamps.forEach((timestampMs, row) => {
    const values = Float64Array.from(data.series, (series) => series.values[row]);
    store.metrics.append({ group: 'sample-data', timestampMs, ids, values });
  });
  await store.close();
}
