import type { Expr } from '@telltale/model';
import { describe, expect, test, vi } from 'vitest';
import {
  alert,
  counter,
  defineMonitoring,
  gauge,
  histogram,
  httpServer,
  nodeRuntime,
  promql,
  ratio,
  resolveDefinition,
  webhook,
} from '../index.ts';

const shop = defineMonitoring({
  service: 'shop',
  owner: 'team-shop',
  kits: [httpServer()],
  metrics: {
    orders_total: counter({ help: 'Orders', labels: { method: ['card', 'invoice'], shop: 'any' } }),
    payment_seconds: histogram({ help: 'Payment', unit: 'seconds', buckets: [0.1, 1] }),
  },
  targets: {
    shop: { address: '127.0.0.1:3000' },
    store: {
      address: ['10.0.0.1:9100', '[::1]:9100'],
      path: '/stats',
      every: '1m',
      timeout: '5s',
      labels: { zone: 'a' },
    },
  },
  scrape: { every: '5s' },
  receivers: {
    ops: webhook({ url: 'http://127.0.0.1:9/a' }),
    chat: webhook({ url: 'https://chat/', sendResolved: false }),
  },
  routes: {
    to: 'chat',
    groupBy: ['alertname', 'route'],
    children: [{ match: { severity: 'page', team: /a|b/ }, to: 'ops', groupWait: '0s', continue: true }],
  },
  recordings: (m) => ({
    'shop:orders:rate5m': { query: m.orders_total.rate('5m').sum(), labels: { zone: 'a' } },
  }),
  alerts: (m) => ({
    HighErrorRate: alert({
      when: ratio(
        m.http_requests_total.where({ status_code: /5../ }).rate('5m').sum('route'),
        m.http_requests_total.rate('5m').sum('route'),
      ).above({ percent: 5 }),
      for: '10m',
      keepFiringFor: '1m',
      onNoData: 'ignore',
      severity: 'page',
      runbook: 'docs/errors.md',
      summary: ({ labels, value }) => `${value} of requests to ${labels.route} fail`,
      description: 'plain',
      labels: { team: 'a' },
    }),
  }),
  dashboards: (m) => ({
    'My Shop!': {
      Orders: m.orders_total.rate('auto').sum('method', 'shop'),
      Payment: {
        queries: {
          p50: m.payment_seconds.quantile(0.5, 'auto'),
          p95: m.payment_seconds.quantile(0.95, 'auto'),
        },
        kind: 'stat',
        description: 'How long paying takes',
      },
      Limit: m.payment_seconds.mean('5m').above({ ms: 500 }),
    },
  }),
});

describe('a resolved definition', () => {
  const resolved = resolveDefinition(shop, { file: 'telltale.config.ts' });

  test('has its targets with all defaults', () => {
    expect(resolved.targets).toEqual([
      {
        job: 'shop',
        addresses: ['127.0.0.1:3000'],
        path: '/metrics',
        scheme: 'http',
        intervalMs: 5000,
        timeoutMs: 5000,
        labels: {},
      },
      {
        job: 'store',
        addresses: ['10.0.0.1:9100', '[::1]:9100'],
        path: '/stats',
        scheme: 'http',
        intervalMs: 60_000,
        timeoutMs: 5000,
        labels: { zone: 'a' },
      },
    ]);
    expect(resolved).toMatchObject({ service: 'shop', owner: 'team-shop', file: 'telltale.config.ts' });
    expect(resolved.evaluationIntervalMs).toBe(5000);
  });

  test('has its rules as text and expression, recordings first', () => {
    const [recording, alerting] = resolved.rules;
    expect(recording).toMatchObject({
      kind: 'recording',
      name: 'shop:orders:rate5m',
      query: 'sum(rate(orders_total[5m]))',
      labels: { zone: 'a' },
    });
    expect(alerting).toMatchObject({
      kind: 'alerting',
      name: 'HighErrorRate',
      query:
        'sum by (route) (rate(http_requests_total{status_code=~"5.."}[5m])) / sum by (route) (rate(http_requests_total[5m])) > 0.05',
      forMs: 600_000,
      keepFiringForMs: 60_000,
      labels: { severity: 'page', team: 'a' },
    });
    expect(alerting.expr.kind).toBe('binary');
  });

  test('prints annotation callbacks as Go templates with the value in words of its unit', () => {
    const alerting = resolved.rules[1];
    expect(alerting.kind === 'alerting' && alerting.annotations).toEqual({
      summary: '{{ $value | humanizePercentage }} of requests to {{ $labels.route }} fail',
      description: 'plain',
      runbook_url: 'docs/errors.md',
    });
  });

  test('has a routing tree whose children inherit from the root', () => {
    expect(resolved.receivers).toEqual([
      { kind: 'webhook', name: 'ops', url: 'http://127.0.0.1:9/a', sendResolved: true },
      { kind: 'webhook', name: 'chat', url: 'https://chat/', sendResolved: false },
    ]);
    const timing = {
      groupBy: ['alertname', 'route'],
      groupIntervalMs: 300_000,
      repeatIntervalMs: 14_400_000,
    };
    expect(resolved.route).toEqual({
      receiver: 'chat',
      matchers: [],
      continue: false,
      ...timing,
      groupWaitMs: 30_000,
      routes: [
        {
          receiver: 'ops',
          matchers: [
            { name: 'severity', op: '=', value: 'page' },
            { name: 'team', op: '=~', value: 'a|b' },
          ],
          continue: true,
          ...timing,
          groupWaitMs: 0,
          routes: [],
        },
      ],
    });
  });

  test('has its own dashboards and those of its kits', () => {
    const [own, kit] = resolved.dashboards;
    expect(own).toEqual({
      slug: 'my-shop',
      title: 'My Shop!',
      uid: 'shop-my-shop',
      tags: ['shop'],
      refreshMs: 30_000,
      rangeMs: 3_600_000,
      panels: [
        {
          title: 'Orders',
          kind: 'timeseries',
          unit: 'per_second',
          description: 'Orders',
          queries: [
            {
              query: 'sum by (method, shop) (rate(orders_total[30s]))',
              legend: '{{method}} {{shop}}',
              adaptive: 'sum by (method, shop) (rate(orders_total[$__rate_interval]))',
            },
          ],
          metrics: ['orders_total'],
        },
        {
          title: 'Payment',
          kind: 'stat',
          unit: 'seconds',
          description: 'How long paying takes',
          queries: [
            {
              query: 'histogram_quantile(0.5, sum by (le) (rate(payment_seconds_bucket[30s])))',
              legend: 'p50',
              adaptive:
                'histogram_quantile(0.5, sum by (le) (rate(payment_seconds_bucket[$__rate_interval])))',
            },
            {
              query: 'histogram_quantile(0.95, sum by (le) (rate(payment_seconds_bucket[30s])))',
              legend: 'p95',
              adaptive:
                'histogram_quantile(0.95, sum by (le) (rate(payment_seconds_bucket[$__rate_interval])))',
            },
          ],
          metrics: ['payment_seconds'],
        },
        {
          title: 'Limit',
          kind: 'timeseries',
          unit: 'seconds',
          description: 'Payment',
          queries: [
            {
              query: 'sum(rate(payment_seconds_sum[5m])) / sum(rate(payment_seconds_count[5m])) > 0.5',
              legend: '',
            },
          ],
          threshold: 0.5,
          thresholds: [{ value: 0.5, severity: 'warning', isBad: 'above' }],
          metrics: ['payment_seconds'],
        },
      ],
    });
    expect(kit).toMatchObject({ slug: 'http-server', title: 'HTTP server' });
  });

  test('names the kit of a metric and describes every label', () => {
    const metric = (name: string) => resolved.metrics.find((other) => other.name === name);
    expect(metric('http_requests_total')).toMatchObject({ kit: 'http-server', kind: 'counter' });
    expect(metric('http_requests_total')?.labels.status_code).toEqual({
      kind: 'pattern',
      pattern: '[1-5][0-9][0-9]',
      maxValues: 50,
    });
    expect(metric('orders_total')?.labels).toEqual({
      method: { kind: 'values', values: ['card', 'invoice'] },
      shop: { kind: 'any' },
    });
    expect(metric('payment_seconds')).toMatchObject({ unit: 'seconds', buckets: [0.1, 1] });
  });
});

describe('defaults', () => {
  test('the range "auto" is at least four scrape intervals long', () => {
    const rangeAt = (every: '2s' | '15s' | '20s' | '20m') => {
      const definition = defineMonitoring({
        service: 's',
        scrape: { every },
        metrics: { a_total: counter({ help: 'a' }) },
        dashboards: (m) => ({ D: { P: m.a_total.increase('auto') } }),
      });
      return resolveDefinition(definition).dashboards[0].panels[0].queries[0].query;
    };
    expect(rangeAt('2s')).toBe('increase(a_total[30s])');
    expect(rangeAt('15s')).toBe('increase(a_total[1m])');
    expect(rangeAt('20s')).toBe('increase(a_total[2m])');
    expect(rangeAt('20m')).toBe('increase(a_total[1h20m])');
  });

  test('the only receiver gets all alerts', () => {
    const definition = defineMonitoring({
      service: 's',
      receivers: { ops: webhook({ url: 'http://127.0.0.1:9/' }) },
    });
    expect(resolveDefinition(definition).route.receiver).toBe('ops');
  });

  test('a definition of nothing but a name is valid', () => {
    const { route, rules, evaluationIntervalMs } = resolveDefinition(defineMonitoring({ service: 's' }));
    expect({ receiver: route.receiver, rules, evaluationIntervalMs }).toEqual({
      receiver: '',
      rules: [],
      evaluationIntervalMs: 15_000,
    });
  });

  test("a dashboard with a kit's title replaces the kit's", () => {
    const definition = defineMonitoring({
      service: 's',
      kits: [httpServer(), nodeRuntime()],
      dashboards: () => ({ 'HTTP server': {} }),
    });
    const dashboards = resolveDefinition(definition).dashboards;
    expect(dashboards.map(({ slug, panels }) => [slug, panels.length > 0])).toEqual([
      ['http-server', false],
      ['node-js-runtime', true],
    ]);
  });

  test('kits can be given other names, which their dashboards follow', () => {
    const definition = defineMonitoring({
      service: 's',
      kits: [httpServer({ names: { requests: 'shop_requests_total' } })],
    });
    expect(definition.metrics.shop_requests_total.kind).toBe('counter');
    const [panel] = resolveDefinition(definition).dashboards[0].panels;
    expect(panel.queries[0].query).toBe('sum(rate(shop_requests_total[1m]))');
  });
});

describe('defining', () => {
  test('runs no callback', () => {
    const callback = vi.fn(() => ({}));
    const definition = defineMonitoring({
      service: 's',
      alerts: callback,
      dashboards: callback,
      recordings: callback,
    });
    expect(callback).not.toHaveBeenCalled();
    resolveDefinition(definition);
    expect(callback).toHaveBeenCalledTimes(3);
  });

  test('a metric named __proto__ is a metric like any other', () => {
    const definition = defineMonitoring({
      service: 's',
      metrics: { ['__proto__']: gauge({ help: 'Odd' }) },
      dashboards: (m) => ({ D: { P: m['__proto__'].now() } }),
    });
    const resolved = resolveDefinition(definition);
    expect(resolved.metrics.map(({ name }) => name)).toEqual(['__proto__']);
    expect(resolved.dashboards[0].panels[0].queries[0].query).toBe('__proto__');
  });

  test('places are recorded only when the command line asks for them', () => {
    const place = Symbol.for('telltale.positions');
    expect(counter({ help: 'a' }).position).toBeUndefined();
    Reflect.set(globalThis, place, true);
    try {
      const declared = counter({ help: 'a' });
      expect(declared.position?.file).toMatch(/resolve-definition\.test\.ts$/);
      expect(declared.position?.line).toBeGreaterThan(200);
      const definition = defineMonitoring({
        service: 's',
        alerts: () => ({ A: alert({ when: promql`x`, onNoData: 'ignore', severity: 'info', summary: '' }) }),
      });
      expect(() => resolveDefinition(definition)).toThrow(
        /alerts\.A\.when: .*resolve-definition\.test\.ts:\d+:\d+\)/,
      );
    } finally {
      Reflect.deleteProperty(globalThis, place);
    }
  });
});

test('a definition made with another copy of this package is resolved the same', async () => {
  vi.resetModules();
  const copy = await import('../index.ts');
  expect(copy.counter).not.toBe(counter);
  const definition = copy.defineMonitoring({
    service: 's',
    metrics: { a_total: copy.counter({ help: 'a' }) },
    recordings: (m) => ({ a: m.a_total.rate('5m') }),
    dashboards: (m) => ({ D: { P: m.a_total.rate('5m').sum().above(2), T: copy.promql`b` } }),
  });
  const parse = (): Expr => ({ kind: 'vector', metric: 'b', matchers: [] });
  const { rules, dashboards } = resolveDefinition(definition, { parse });
  expect(rules[0].query).toBe('rate(a_total[5m])');
  expect(dashboards[0].panels).toMatchObject([
    { queries: [{ query: 'sum(rate(a_total[5m])) > 2' }], threshold: 2 },
    { queries: [{ query: 'b' }] },
  ]);
});
