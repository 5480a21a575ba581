import { LabelSet } from '@telltale/model';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../support/counterpart.ts';
import { sampleData } from '../support/sample-data.ts';
import { getJson } from '../support/telltale.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import type { TwoEngines } from '../support/two-engines.ts';
import { startTwoEngines } from '../support/two-engines.ts';

/*
 * The same samples, with explicit timestamps, are loaded into Debian's Prometheus and into a
 * station; both are asked over HTTP.
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
  const folder = suiteFolder();
  let engines: TwoEngines;

  beforeAll(async () => {
    engines = await startTwoEngines(folder.path, sampleData({ startMs: START_MS, endMs: END_MS }));
  });

  afterAll(() => engines?.stop());

  test.each(QUERIES)('the same samples give the same answer to 1e-9: %s', async (query) => {
    const parameters = new URLSearchParams({
      query,
      start: String(FIRST_STEP_MS / 1000),
      end: String(END_MS / 1000),
      step: '15',
    });
    const expected = await matrix(`${engines.prometheusUrl}/api/v1/query_range?${parameters}`);
    const actual = await matrix(`${engines.stationUrl}/api/v1/query_range?${parameters}`);
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
