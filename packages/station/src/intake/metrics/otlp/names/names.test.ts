import { expect, test } from 'vitest';
import { decimalText } from './decimal-text.ts';
import { labelName } from './label-name.ts';
import type { NamedMetric } from './metric-name.ts';
import { metricName } from './metric-name.ts';
import { unitName } from './unit-name.ts';

function named(
  name: string,
  unit = '',
  kind: NamedMetric['kind'] = 'gauge',
  isMonotonic = false,
): NamedMetric {
  return { name, unit, kind, isMonotonic };
}

/* What Prometheus 3 makes of the same metrics. */
test.each([
  [named('system.io', 'By', 'sum', true), 'system_io_bytes_total'],
  [named('network.transmitted.bytes.total', 'By', 'sum', true), 'network_transmitted_bytes_total'],
  [named('hw.gpu.memory.utilization', '1'), 'hw_gpu_memory_utilization_ratio'],
  [named('hw.fan.speed_ratio', '1'), 'hw_fan_speed_ratio'],
  [named('objects', '1', 'sum', true), 'objects_total'],
  [named('active.requests', '{request}', 'sum'), 'active_requests'],
  [named('system.memory.usage.after', '{gc}/s'), 'system_memory_usage_after_per_second'],
  [named('astro.light.speed_limit', 'm/s'), 'astro_light_speed_limit_meters_per_second'],
  [named('unsupported.metric.load', 'foo/bar'), 'unsupported_metric_load_foo_per_bar'],
  [named('speed', '%/min'), 'speed_percent_per_min'],
  [named('total.seconds.used', 's', 'sum', true), 'seconds_used_total'],
  [named('envoy.rule.engine.zlib_buf_error'), 'envoy_rule_engine_zlib_buf_error'],
  [named('_weird:  name__x'), 'weird:_name_x'],
  [named('3.14 digits'), '_3_14_digits'],
  [named('λ_func.1', 'ms'), 'func_1_milliseconds'],
  [named('😀'), undefined],
  [named('___'), undefined],
  [named(''), undefined],
])('%j is named %s with underscores and suffixes', (metric, expected) => {
  expect(metricName(metric, 'UnderscoreEscapingWithSuffixes')).toBe(expected);
});

test.each([
  [named('http.server.duration', 's', 'histogram'), 'http_server_duration'],
  [named('a__b..c', '', 'sum', true), 'a__b_c'],
  [named('1st'), '_1st'],
])('%j is named %s with underscores alone', (metric, expected) => {
  expect(metricName(metric, 'UnderscoreEscapingWithoutSuffixes')).toBe(expected);
});

test.each([
  [named('req.total', 's', 'sum', true), 'req_seconds_total'],
  [named('http.server.duration', 's', 'histogram'), 'http.server.duration_seconds'],
  [named('cpu.ratio', '1'), 'cpu_ratio'],
  [named('rate', 'By/s'), 'rate_bytes_per_second'],
  [named('größe.total', 'By', 'sum', true), 'größe_bytes_total'],
])('%j keeps its characters, and is %s with suffixes', (metric, expected) => {
  expect(metricName(metric, 'NoUTF8EscapingWithSuffixes')).toBe(expected);
  expect(metricName(metric, 'NoTranslation')).toBe(metric.name);
});

test.each([
  ['http.method', 'http_method'],
  ['1st', 'key_1st'],
  ['_private', 'key_private'],
  ['__reserved', '__reserved'],
  ['a..b', 'a__b'],
  ['größe', 'gr__e'],
  ['', undefined],
  ['___', undefined],
  ['😀', undefined],
])('the attribute %j is the label %s', (attribute, expected) => {
  expect(labelName(attribute, 'UnderscoreEscapingWithSuffixes')).toBe(expected);
});

test('units of metadata are words', () => {
  expect(['s', 'By/s', '{item}', '1', '', 'µs'].map(unitName)).toEqual([
    'seconds',
    'bytes_per_second',
    '',
    '',
    '',
    's',
  ]);
});

test.each([
  [5, '5'],
  [0.005, '0.005'],
  [1e-7, '0.0000001'],
  [-1.5e-9, '-0.0000000015'],
  [1.5e21, '1500000000000000000000'],
  [1e23, '100000000000000000000000'],
  [Infinity, '+Inf'],
])('the bound %d is written %s', (value, expected) => {
  expect(decimalText(value)).toBe(expected);
});
