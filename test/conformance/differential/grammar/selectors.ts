import * as fc from 'fast-check';
import { FLEET_END_MS, FLEET_START_MS } from '../fleet-data.ts';
import type { Text } from './text.ts';

/** Metrics whose series differ in `instance` at least. */
const gaugeName: Text = fc.constantFrom('queue_depth', 'temperature', 'memory_bytes');
/** Counters; buckets are among them. */
const counterName: Text = fc.constantFrom(
  'requests_total',
  'latency_seconds_count',
  'latency_seconds_bucket',
);
const oddName: Text = fc.constantFrom('special', 'late_gauge', 'early_gauge', 'nothing_here', 'version_info');

const matcher: Text = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom('instance="a"', 'instance!="b"', 'instance=~"a|c"', 'instance!~"[ab]"'),
  },
  fc.constantFrom('code="200"', 'code=~"4..|5.."', 'code!="500"', 'code=""', 'job="fleet"', 'job!=""'),
  fc.constantFrom(
    'room="north"',
    'room!~"n.*"',
    'le="+Inf"',
    'le!="+Inf"',
    'kind=~".*inf"',
    'none=""',
    'none!="x"',
  ),
);

const offset: Text = fc.constantFrom(
  ' offset 1m',
  ' offset 7m',
  ' offset -90s',
  ' offset 13s',
  ' offset 30m',
);
const atTime: Text = fc.oneof(
  fc.integer({ min: FLEET_START_MS / 1000 - 60, max: FLEET_END_MS / 1000 + 60 }).map((s) => ` @ ${s}`),
  fc.constantFrom(' @ start()', ' @ end()', ` @ ${FLEET_START_MS / 1000 + 600}.25`),
);

/** Nothing most of the time, else an offset, a fixed time, or both in either order. */
export const modifiers: Text = fc.oneof(
  { weight: 12, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: offset },
  { weight: 1, arbitrary: atTime },
  { weight: 1, arbitrary: fc.tuple(offset, atTime).map(([a, b]) => a + b) },
  { weight: 1, arbitrary: fc.tuple(atTime, offset).map(([a, b]) => a + b) },
);

function selecting(name: Text): Text {
  return fc
    .tuple(name, fc.oneof({ weight: 5, arbitrary: fc.constant([]) }, fc.array(matcher, { maxLength: 2 })))
    .map(([metric, list]) => (list.length === 0 ? metric : `${metric}{${list.join(', ')}}`));
}

const anyName: Text = fc.oneof(
  { weight: 4, arbitrary: gaugeName },
  { weight: 4, arbitrary: counterName },
  { weight: 1, arbitrary: oddName },
);

/** A selector of gauges without modifiers. */
export const gaugeSelector: Text = selecting(gaugeName);
/** A selector of counters without modifiers. */
export const counterSelector: Text = selecting(counterName);
/** A selector of anything without modifiers. */
export const anySelector: Text = selecting(anyName);

/** Selectors by a pattern of names, which select several metrics at once. */
export const severalMetrics: Text = fc.constantFrom(
  '{__name__=~"queue_depth|temperature"}',
  '{__name__=~"latency.+", le=~"|1"}',
  '{instance="a", code=""}',
  '{kind!=""}',
);

/** Ranges in brackets. */
export const range: Text = fc.constantFrom(
  '[1m]',
  '[2m30s]',
  '[5m]',
  '[17s]',
  '[4m59s999ms]',
  '[20m]',
  '[1h]',
);
/** Ranges and steps of subqueries, with and without a step. */
export const subqueryRange: Text = fc.constantFrom(
  '[5m:1m]',
  '[3m:20s]',
  '[10m:]',
  '[2m:7s]',
  '[1m30s:15s]',
  '[4m:4m]',
);
