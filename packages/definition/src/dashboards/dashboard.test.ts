import { describe, expect, test } from 'vitest';
import { counter, gauge, histogram } from '../metrics/declaration.ts';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { not } from '../query/label-match.ts';
import { promql } from '../query/promql.ts';
import { alert } from '../rules/alert.ts';
import { resolveDefinition } from '../resolve/resolve-definition.ts';
import { dashboard } from './dashboard.ts';
import type { DashboardDeclarations } from './dashboard-declaration.ts';
import { choice, chosen, freeText, interval, labelValues } from './variable.ts';

const metrics = {
  orders_total: counter({ help: 'Orders', labels: { shop: 'any', method: ['card', 'invoice'] } }),
  used_ratio: gauge({ help: 'Used', unit: 'ratio' }),
  payment_seconds: histogram({ help: 'Payment', unit: 'seconds', buckets: [1], labels: { shop: 'any' } }),
  wait_seconds: histogram({ help: 'Wait', unit: 'seconds', native: true, labels: {} }),
} as const;

type M = Parameters<NonNullable<Parameters<typeof defineMonitoring<typeof metrics>>[0]['dashboards']>>[0];

function resolved(dashboards: (m: M) => DashboardDeclarations) {
  const definition = defineMonitoring({
    service: 'shop',
    metrics,
    alerts: (m) => ({
      Few: alert({
        when: m.orders_total.rate('5m').sum().below(1),
        onNoData: 'ignore',
        severity: 'warning',
        summary: 'few',
      }),
    }),
    dashboards,
  });
  return resolveDefinition(definition).dashboards;
}

/** What is wrong with dashboards that were never compiled. */
function faultsOf(dashboards: (m: M) => unknown): string {
  try {
    resolved(dashboards as (m: M) => DashboardDeclarations);
  } catch (error) {
    return String(error);
  }
  return '';
}

describe('a dashboard with variables', () => {
  const [board] = resolved((m) => ({
    Orders: dashboard({
      variables: {
        shop: labelValues(m.orders_total, 'shop', { multi: true, all: true }),
        method: labelValues(m.orders_total.where({ shop: chosen('shop') }), 'method', { label: 'Paid by' }),
        region: choice(['eu', 'us']),
        time_span: interval(['5m', '1h']),
        instance: freeText(),
      },
      refresh: '10s',
      range: '6h',
      tags: ['sales'],
      panels: ({ shop, method, instance, time_span }) => ({
        Orders: m.orders_total.where({ shop, instance }).rate(time_span).sum(),
        Others: m.orders_total
          .where({ method: not(method) })
          .rate('auto')
          .sum(),
      }),
    }),
  }));

  test('asks for what is chosen: a pattern where several may be, a range where it is one', () => {
    const [orders, others] = board.panels;
    expect(orders.queries[0].query).toBe(
      'sum(rate(orders_total{shop=~"$shop", instance=~"$instance"}[$time_span]))',
    );
    expect(others.queries[0]).toMatchObject({
      query: 'sum(rate(orders_total{method!="$method"}[1m]))',
      adaptive: 'sum(rate(orders_total{method!="$method"}[$__rate_interval]))',
    });
  });

  test('has them in the order written, with what they choose from', () => {
    expect(board.variables).toEqual([
      {
        name: 'shop',
        label: 'Shop',
        kind: 'label-values',
        values: 'shop',
        of: 'orders_total',
        isMulti: true,
        hasAll: true,
      },
      {
        name: 'method',
        label: 'Paid by',
        kind: 'label-values',
        values: 'method',
        of: 'orders_total{shop=~"$shop"}',
        isMulti: false,
        hasAll: false,
      },
      { name: 'region', label: 'Region', kind: 'list', options: ['eu', 'us'], isMulti: false },
      { name: 'time_span', label: 'Time span', kind: 'interval', options: ['5m', '1h'] },
      { name: 'instance', label: 'Instance', kind: 'text', initial: '.*' },
    ]);
  });

  test('has its own times and tags, and the thresholds of alerts on what is all at first', () => {
    expect(board).toMatchObject({ refreshMs: 10_000, rangeMs: 21_600_000, tags: ['shop', 'sales'] });
    expect(board.panels[0].thresholds).toEqual([
      { value: 1, severity: 'warning', alert: 'Few', isBad: 'below' },
    ]);
  });

  test('takes the values of a histogram from the series that every histogram has', () => {
    const [{ variables }] = resolved((m) => ({
      Payment: dashboard({
        variables: { shop: labelValues(m.payment_seconds, 'shop'), job: labelValues(m.wait_seconds, 'job') },
        panels: {},
      }),
    }));
    expect(variables).toMatchObject([{ of: 'payment_seconds_count' }, { of: 'wait_seconds' }]);
  });

  test('does not compile with a label that the metric does not have', () => {
    resolved((m) => ({
      Orders: dashboard({
        variables: {
          // @ts-expect-error: orders have no such label
          shop: labelValues(m.orders_total, 'colour'),
        },
        panels: {},
      }),
    }));
  });
});

describe('a panel', () => {
  const [{ panels }] = resolved((m) => ({
    Shop: {
      Traffic: {
        queries: {
          orders: m.orders_total.rate('5m').sum(),
          payment: { query: m.payment_seconds.quantile(0.95, '5m'), axis: 'right' },
        },
        draw: 'bars',
        stacked: true,
        nulls: 'zero',
        baseline: '1w',
      },
      Shares: { query: m.orders_total.rate('5m').sum('method'), kind: 'pie' },
      Used: { query: m.used_ratio.now().max(), kind: 'bar-gauge', threshold: { below: 0.2 } },
      Spread: m.payment_seconds.buckets('5m'),
      Native: m.wait_seconds.buckets('5m'),
      Help: { text: 'Call the shop.\nhttps://example.org', row: 'Help' },
    },
  }));
  const named = (title: string) => panels.find((one) => one.title === title);

  test('has two axes, bars, stacks, zeros for gaps, and last week apart from the present', () => {
    expect(named('Traffic')).toMatchObject({
      kind: 'timeseries',
      unit: 'per_second',
      rightUnit: 'seconds',
      draw: 'bars',
      isStacked: true,
      nulls: 'zero',
      baselineMs: 604_800_000,
    });
    expect(named('Traffic')?.queries.map(({ axis, isBaseline }) => [axis, isBaseline])).toEqual([
      [undefined, undefined],
      ['right', undefined],
      [undefined, true],
      ['right', true],
    ]);
  });

  test('is a pie, bars, a heatmap or a text', () => {
    expect(panels.map(({ kind }) => kind)).toEqual([
      'timeseries',
      'pie',
      'bar-gauge',
      'heatmap',
      'heatmap',
      'text',
    ]);
    expect(named('Used')?.thresholds).toEqual([{ value: 0.2, severity: 'warning', isBad: 'below' }]);
    expect(named('Spread')?.queries[0]).toMatchObject({
      query: 'sum by (le) (rate(payment_seconds_bucket[5m]))',
      legend: '{{le}}',
    });
    expect(named('Native')?.queries[0].query).toBe('sum(rate(wait_seconds[5m]))');
    expect(named('Help')).toMatchObject({ queries: [], text: 'Call the shop.\nhttps://example.org' });
  });
});

describe('a fault in a dashboard', () => {
  test.each<readonly [string, (m: M) => unknown]>([
    [
      'a variable is named by letters',
      (m) => ({ A: dashboard({ variables: { 'a b': labelValues(m.orders_total, 'shop') }, panels: {} }) }),
    ],
    ['write labelValues(…)', () => ({ A: dashboard({ variables: { a: {} as never }, panels: {} }) })],
    [
      "'soon' is not a range",
      () => ({ A: dashboard({ variables: { a: interval(['soon' as never]) }, panels: {} }) }),
    ],
    ['a choice needs values', () => ({ A: dashboard({ variables: { a: choice([]) }, panels: {} }) })],
    ["'often' is not a duration", () => ({ A: dashboard({ refresh: 'often' as never, panels: {} }) })],
    ["did you mean 'refresh'", () => ({ A: dashboard({ refrsh: '1s', panels: {} } as never) })],
    ['write a list of words', () => ({ A: dashboard({ tags: 'x' as never, panels: {} }) })],
    ['write one of lines, area, bars', (m) => ({ A: { B: { query: m.used_ratio.now(), draw: 'dots' } } })],
    [
      'write one of left, right',
      (m) => ({ A: { B: { queries: { c: { query: m.used_ratio.now(), axis: 'top' } } } } }),
    ],
    [
      '{ above: … } or { below: … }',
      (m) => ({ A: { B: { query: m.used_ratio.now(), threshold: { at: 1 } } } }),
    ],
    ['1 to 12', (m) => ({ A: { B: { query: m.used_ratio.now(), width: 13 } } })],
    ['number of rows', () => ({ A: { B: { text: 'x', height: 0.5 } } })],
    ['this is no panel', () => ({ A: { B: { txt: 'x' } } })],
    ['write panels by title', () => ({ A: dashboard({ panels: 7 as never }) })],
  ])('says what to write: %s', (message, dashboards) => {
    expect(faultsOf(dashboards)).toContain(message);
  });

  test('is told with its place', () => {
    Reflect.set(globalThis, Symbol.for('telltale.positions'), true);
    try {
      expect(faultsOf(() => ({ A: dashboard({ refresh: 'often' as never, panels: {} }) }))).toContain(
        'dashboard.test.ts:',
      );
    } finally {
      Reflect.deleteProperty(globalThis, Symbol.for('telltale.positions'));
    }
  });
});

describe('what a dashboard says of metrics that nobody declares', () => {
  const [board] = resolveDefinition(
    defineMonitoring({
      service: 'shop',
      dashboards: () => ({
        Proxy: dashboard({
          variables: {
            site: labelValues(promql`proxy_up{job="proxy"}`, 'site', { multi: true, all: true }),
            window: interval(['10m', '1h']),
          },
          panels: ({ site, window }) => ({
            Requests: {
              query: promql`sum(rate(proxy_requests_total{site=~"${site}"}[${window}]))`,
              width: 4,
              height: 2,
              threshold: [{ above: 9, severity: 'critical' }, 5, { below: 1 }],
            },
            Help: { text: 'Call them.', width: 8 },
          }),
        }),
      }),
    }),
    { parse: () => ({ kind: 'number', value: 1 }) },
  ).dashboards;

  test('is chosen and drawn from PromQL', () => {
    expect(board.variables?.[0]).toMatchObject({ values: 'site', of: 'proxy_up{job="proxy"}', hasAll: true });
    expect(board.panels[0].queries[0].query).toBe('sum(rate(proxy_requests_total{site=~"$site"}[$window]))');
  });

  test('has its size and several lines', () => {
    expect(board.panels).toMatchObject([{ width: 4, height: 2 }, { width: 8 }]);
    expect(board.panels[0].thresholds).toEqual([
      { value: 1, severity: 'warning', isBad: 'below' },
      { value: 5, severity: 'warning', isBad: 'above' },
      { value: 9, severity: 'critical', isBad: 'above' },
    ]);
  });
});
