import { printExpr } from '@telltale/model';
import type { Expr } from '@telltale/model';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { counter, gauge, histogram } from '../metrics/declaration.ts';
import type { NoLabels } from '../metrics/label-spec.ts';
import { summary } from '../metrics/summary.ts';
import type { AnyQuery } from './any-query.ts';
import { createCatalogue } from './catalogue.ts';
import { matcherFor, not } from './label-match.ts';
import { promql } from './promql.ts';
import { ratio } from './ratio.ts';

const labels = { method: ['GET', 'POST'], route: 'any' } as const;
const m = createCatalogue<
  {
    requests_total: ReturnType<typeof counter<typeof labels>>;
    cpu_seconds_total: ReturnType<typeof counter<NoLabels, 'seconds'>>;
    read_bytes_total: ReturnType<typeof counter<NoLabels, 'bytes'>>;
    used_bytes: ReturnType<typeof gauge<typeof labels, 'bytes'>>;
    duration_seconds: ReturnType<typeof histogram<typeof labels, 'seconds'>>;
  },
  'shop'
>({
  requests_total: counter({ help: 'r', labels }),
  cpu_seconds_total: counter({ help: 'c', unit: 'seconds' }),
  read_bytes_total: counter({ help: 'b', unit: 'bytes' }),
  used_bytes: gauge({ help: 'u', unit: 'bytes', labels }),
  duration_seconds: histogram({ help: 'd', unit: 'seconds', labels, buckets: [1] }),
});

const parsed: Expr = { kind: 'vector', metric: 'parsed', matchers: [] };

function text(query: AnyQuery): string {
  return printExpr(query.toExpr({ autoRangeMs: 60_000, parse: () => parsed }));
}

describe('queries print as PromQL', () => {
  test.each([
    [m.requests_total.rate('5m'), 'rate(requests_total[5m])'],
    [m.requests_total.increase('1h30m'), 'increase(requests_total[1h30m])'],
    [m.requests_total.rate('auto'), 'rate(requests_total[1m])'],
    [
      m.requests_total.where({ method: 'GET' }).total().sum('route'),
      'sum by (route) (requests_total{method="GET"})',
    ],
    [m.used_bytes.now(), 'used_bytes'],
    [m.used_bytes.maxOverTime('5m'), 'max_over_time(used_bytes[5m])'],
    [m.used_bytes.minOverTime('5m'), 'min_over_time(used_bytes[5m])'],
    [m.used_bytes.avgOverTime('5m'), 'avg_over_time(used_bytes[5m])'],
    [m.duration_seconds.rate('5m'), 'rate(duration_seconds_count[5m])'],
    [
      m.duration_seconds.quantile(0.99, '5m', 'route'),
      'histogram_quantile(0.99, sum by (le, route) (rate(duration_seconds_bucket[5m])))',
    ],
    [
      m.duration_seconds.mean('5m', 'route'),
      'sum by (route) (rate(duration_seconds_sum[5m])) / sum by (route) (rate(duration_seconds_count[5m]))',
    ],
    [m.used_bytes.now().sum(), 'sum(used_bytes)'],
    [m.used_bytes.now().avg('route'), 'avg by (route) (used_bytes)'],
    [m.used_bytes.now().max('instance'), 'max by (instance) (used_bytes)'],
    [m.used_bytes.now().min('route', 'method'), 'min by (route, method) (used_bytes)'],
    [m.used_bytes.now().count('route'), 'count by (route) (used_bytes)'],
    [m.used_bytes.now().sumWithout('instance', 'job'), 'sum without (instance, job) (used_bytes)'],
    [m.used_bytes.now().times(2).sum(), 'sum(used_bytes * 2)'],
    [
      m.used_bytes.now().sum().plus(m.used_bytes.now().max()).times(2),
      '(sum(used_bytes) + max(used_bytes)) * 2',
    ],
    [m.used_bytes.now().above({ GiB: 1 }), 'used_bytes > 1073741824'],
    [m.used_bytes.now().below({ MB: 1.5 }), 'used_bytes < 1500000'],
    [
      m.duration_seconds.mean('5m').above({ ms: 250 }),
      'sum(rate(duration_seconds_sum[5m])) / sum(rate(duration_seconds_count[5m])) > 0.25',
    ],
    [m.up('shop').below(1), 'up{job="shop"} < 1'],
    [
      m.used_bytes
        .now()
        .above(1)
        .and(m.up('shop'), { on: ['instance'] }),
      'used_bytes > 1 and on (instance) up{job="shop"}',
    ],
    [
      m.used_bytes.now().unless(m.used_bytes.where({ method: 'GET' }).now()),
      'used_bytes unless used_bytes{method="GET"}',
    ],
    [m.used_bytes.now().above(9).or(m.used_bytes.now().below(1)), 'used_bytes > 9 or used_bytes < 1'],
    [m.used_bytes.now().or(promql`anything`), 'used_bytes or parsed'],
    [
      ratio(m.requests_total.where({ method: 'GET' }).rate('5m').sum(), m.requests_total.rate('5m').sum()),
      'sum(rate(requests_total{method="GET"}[5m])) / sum(rate(requests_total[5m]))',
    ],
  ])('%#: %2$s', (query, expected) => {
    expect(text(query)).toBe(expected);
  });

  test('conditions of a query do not change the query', () => {
    const all = m.requests_total;
    all.where({ method: 'GET' });
    expect(text(all.rate('5m'))).toBe('rate(requests_total[5m])');
  });
});

test('a quantile that is no share, or that a summary does not have, is refused with what to write', () => {
  const { sizes } = createCatalogue({ sizes: summary({ help: 's', quantiles: [0.5, 0.9] }) });
  expect(() => text(m.duration_seconds.quantile(95, '5m'))).toThrow('such as 0.95');
  expect(() => text(sizes.quantile(0.95))).toThrow(
    'sizes has no quantile 0.95: its declaration lists 0.5, 0.9',
  );
  expect(text(sizes.where({ job: 'a' }).quantile(0.9))).toBe('sizes{job="a", quantile="0.9"}');
});

describe('units follow what is computed', () => {
  test.each([
    [m.requests_total.rate('5m'), 'per_second'],
    [m.requests_total.increase('5m'), ''],
    [m.cpu_seconds_total.rate('5m'), 'ratio'],
    [m.cpu_seconds_total.increase('5m'), 'seconds'],
    [m.read_bytes_total.rate('5m').sum(), 'bytes_per_second'],
    [m.duration_seconds.quantile(0.5, '5m'), 'seconds'],
    [m.duration_seconds.rate('5m'), 'per_second'],
    [m.used_bytes.now().count(), ''],
    [m.read_bytes_total.total(), 'bytes'],
    [m.used_bytes.now().sum().plus(m.read_bytes_total.total().sum()), 'bytes'],
    [ratio(m.used_bytes.now(), m.used_bytes.now()), 'ratio'],
  ])('%#: %2$s', (query, unit) => {
    expect(query.unit).toBe(unit);
  });
});

describe('label matches', () => {
  test.each([
    ['GET', { op: '=', value: 'GET' }],
    [not('GET'), { op: '!=', value: 'GET' }],
    [/5../, { op: '=~', value: '5..' }],
    [not(/a\/b/i), { op: '!~', value: '(?i)a/b' }],
    [['a.b', 'c'], { op: '=~', value: String.raw`a\.b|c` }],
    [not(['a', 'b']), { op: '!~', value: 'a|b' }],
  ])('%j', (match, expected) => {
    expect(matcherFor('route', match)).toEqual({ name: 'route', ...expected });
  });

  test.each([[/(?=a)/], [/(?<!a)b/], [/(a)\1/], [/(?<x>a)\k<x>/]])(
    '%s is refused: Prometheus cannot match it',
    (pattern) => {
      expect(() => matcherFor('route', pattern)).toThrow('look-around');
    },
  );

  test('a list matches exactly its values, whatever characters they have', () => {
    const value = fc.string({
      unit: fc.constantFrom('a', 'b', '.', '*', '|', '(', ')', '[', '\\', '^', '$', '+', '?', '{'),
    });
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), value, (values, other) => {
        const pattern = new RegExp(`^(?:${matcherFor('l', values).value})$`);
        expect(pattern.test(other)).toBe(values.includes(other));
      }),
    );
  });
});
