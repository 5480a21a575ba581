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
  // Time: subqueries with their own step, offsets and @ on either side of them.
  'avg_over_time(rate(http_requests_total{status_code="200"}[2m])[5m:37s] offset 1m)',
  'max_over_time(sum by (route) (increase(http_requests_total[1m] offset 30s))[3m:])',
  'queue_depth @ end() - queue_depth offset -1m',
  'predict_linear(queue_depth[5m] offset 2m, 600)',
  'timestamp(queue_depth offset 45s)',
  'present_over_time((queue_depth > 10)[2m:15s])',
  'resets(http_requests_total[30m]) > 0',
  'changes(queue_depth[5m]) == bool 20',
  // Matching: which labels a result has, and which value a comparison keeps.
  'http_requests_total * on (instance) group_left (depth) label_replace(queue_depth, "depth", "q-$1", "instance", "(.*):.*")',
  'label_replace(queue_depth, "queue", "$1", "instance", "(.*):.*") < on (instance) group_right (queue) http_requests_total{status_code="404"}',
  'sum by (route) (http_requests_total) > bool on (route) sum by (route) (http_requests_total{status_code="200"})',
  '5 < queue_depth',
  'queue_depth and on () (sum(queue_depth) > 20)',
  'queue_depth > 9 or process_resident_memory_bytes',
  'label_join(queue_depth, "instance", "", "nope", "instance")',
  'label_replace(queue_depth, "instance", "$2:${port}$3$$", "instance", "(.*)-(.*):(?P<port>.*)")',
  // Values: what is not a number, what is empty, what is chosen.
  'clamp_min(queue_depth / 0, NaN)',
  'max without (instance) (queue_depth % 5 > 4 or 0 / (queue_depth * 0))',
  'topk by (route) (1, rate(http_requests_total{status_code="200"}[1m]))',
  'bottomk(3, queue_depth * 0 / 0 or process_resident_memory_bytes)',
  'quantile by (route) (0.3, http_requests_total)',
  'quantile_over_time(-1, queue_depth[2m]) or quantile_over_time(0.9, process_resident_memory_bytes[2m])',
  'stddev by (route) (http_requests_total) / on () group_left () stdvar(http_requests_total)',
  'count_values without (route, status_code) ("digit", http_requests_total % 3)',
  'histogram_quantile(1, rate(http_request_duration_seconds_bucket{le!~"0.005|0.5"}[1m]))',
  'histogram_quantile(0.9, http_request_duration_seconds_bucket * (http_request_duration_seconds_bucket > bool 400))',
  'absent_over_time(nothing{route="/", route="/cart", instance="a", job=~"b"}[5m])',
  '-queue_depth ^ 2 - -3 % 2 ^ -1 ^ 2',
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
