/*
 * Mistakes that the compiler must find. This file is compiled, never run: each `@ts-expect-error` fails the
 * compilation where the mistake in the next line is accepted.
 */
import {
  alert,
  counter,
  defineMonitoring,
  gauge,
  histogram,
  httpServer,
  logCounter,
  not,
  promql,
  ratio,
  webhook,
} from '@telltale/definition';

const http = {
  method: ['GET', 'POST'],
  route: { maxValues: 60 },
  status_code: { pattern: '[1-5][0-9][0-9]' },
} as const;

const base = {
  service: 'shop',
  metrics: {
    requests_total: counter({ help: 'Requests', labels: http }),
    orders_total: counter({ help: 'Orders', labels: { method: ['card', 'invoice'], shop: 'any' } }),
    read_bytes_total: counter({ help: 'Bytes', unit: 'bytes' }),
    duration_seconds: histogram({ help: 'Duration', unit: 'seconds', labels: http, buckets: [0.1, 1] }),
    connections: gauge({ help: 'Connections' }),
    used_ratio: gauge({ help: 'Used', unit: 'ratio' }),
  },
  targets: { shop: { address: '127.0.0.1:3000' } },
} as const;

/** Declarations in place, as people write them, keep their labels and units. */
export const inPlace = defineMonitoring({
  service: 'shop',
  metrics: { orders_total: counter({ help: 'Orders' }), used_bytes: gauge({ help: 'Used', unit: 'bytes' }) },
  alerts: (m) => ({
    A: alert({
      when: m.used_bytes.now().above({ GiB: 1 }),
      onNoData: 'ignore',
      severity: 'info',
      // @ts-expect-error a label that the metric does not have
      summary: ({ labels }) => labels.x,
    }),
  }),
  dashboards: (m) => ({
    // @ts-expect-error a label that the metric does not have
    D: { P: m.orders_total.where({ method: 'card' }).rate('5m') },
  }),
});

/** The right forms compile. */
export const right = defineMonitoring({
  ...base,
  kits: [httpServer({ names: { requests: 'shop_http_requests_total' } })],
  receivers: { ops: webhook({ url: 'http://127.0.0.1:1/' }), chat: webhook({ url: 'http://127.0.0.1:2/' }) },
  routes: { to: 'chat', children: [{ match: { severity: 'page' }, to: 'ops' }] },
  alerts: (m) => ({
    HighErrorRate: alert({
      when: ratio(
        m.requests_total.where({ status_code: /5../ }).rate('5m').sum('route'),
        m.requests_total.rate('5m').sum('route'),
      ).above({ percent: 5 }),
      for: '5m',
      onNoData: 'ignore',
      severity: 'page',
      runbook: 'docs/runbooks/errors.md',
      summary: ({ labels, value }) => `${value} of ${labels.route}`,
    }),
    Slow: alert({
      when: m.duration_seconds.quantile(0.95, '1h30m', 'route').above({ ms: 500 }),
      onNoData: 'ignore',
      severity: 'ticket',
      summary: ({ labels }) => labels.route,
    }),
    Busy: alert({
      when: m.connections.maxOverTime('5m').above(100).and(m.up('shop').above(0)),
      onNoData: 'ignore',
      severity: 'info',
      summary: ({ labels }) => labels.instance,
    }),
    Overall: alert({
      when: ratio(m.requests_total.rate('5m').sum(), m.requests_total.rate('5m').sum()).above(0.5),
      onNoData: 'ignore',
      severity: 'info',
      summary: 'x',
    }),
    Text: alert({
      when: promql`x > 1`,
      onNoData: 'ignore',
      severity: 'info',
      summary: ({ labels }) => labels.anything,
    }),
    Kits: alert({
      when: m.shop_http_requests_total.rate('5m').sum('route').below(1),
      onNoData: 'ignore',
      severity: 'info',
      summary: ({ labels }) => labels.route,
    }),
  }),
  dashboards: (m) => ({
    Shop: {
      Orders: m.orders_total
        .where({ method: ['card', 'invoice'], shop: not(/a.*/) })
        .rate('auto')
        .sum('shop'),
      'In flight': { query: m.http_requests_in_flight.now(), unit: 'requests', kind: 'stat' },
      Reads: { query: m.read_bytes_total.increase('5m').sum().above({ MiB: 1 }) },
    },
  }),
});

defineMonitoring({
  ...base,
  // @ts-expect-error 1: an unknown metric
  dashboards: (m) => ({ D: { P: m.migration_total.rate('5m') } }),
});

defineMonitoring({
  ...base,
  dashboards: (m) => ({
    // @ts-expect-error 2: an unknown label
    D: { P: m.requests_total.where({ status: '500' }).rate('5m') },
  }),
});

defineMonitoring({
  ...base,
  dashboards: (m) => ({
    // @ts-expect-error 3: an unknown value of a label whose values are listed
    D: { P: m.requests_total.where({ method: 'GTE' }).rate('5m') },
  }),
});

defineMonitoring({
  ...base,
  // @ts-expect-error 4: a rate of a gauge
  dashboards: (m) => ({ D: { P: m.connections.rate('5m') } }),
});

defineMonitoring({
  ...base,
  // @ts-expect-error 5: the value of a counter
  dashboards: (m) => ({ D: { P: m.requests_total.now() } }),
});

defineMonitoring({
  ...base,
  alerts: (m) => ({
    A: alert({
      // @ts-expect-error 6: bytes compared with seconds
      when: m.duration_seconds.quantile(0.9, '5m').above({ GiB: 1 }),
      onNoData: 'ignore',
      severity: 'info',
      summary: '',
    }),
  }),
});

defineMonitoring({
  ...base,
  alerts: (m) => ({
    A: alert({
      when: m.requests_total.rate('5m').sum('method').above(1),
      onNoData: 'ignore',
      severity: 'info',
      // @ts-expect-error 7: a label that the aggregation dropped
      summary: ({ labels }) => labels.status_code,
    }),
  }),
});

defineMonitoring({
  ...base,
  // @ts-expect-error 8: an aggregation by an unknown label
  dashboards: (m) => ({ D: { P: m.requests_total.rate('5m').sum('rout') } }),
});

defineMonitoring({
  ...base,
  dashboards: (m) => ({
    D: {
      // @ts-expect-error 9: a ratio of queries with different labels
      P: ratio(m.requests_total.rate('5m').sum('route'), m.requests_total.rate('5m').sum('method')),
      // @ts-expect-error 9: a ratio of queries with different labels, where one has none
      Q: ratio(m.requests_total.rate('5m').sum('route'), m.requests_total.rate('5m').sum()),
      // @ts-expect-error 9: a ratio of queries with different units
      R: ratio(m.requests_total.rate('5m').sum(), m.read_bytes_total.rate('5m').sum()),
    },
  }),
});

defineMonitoring({
  ...base,
  alerts: (m) => ({
    // @ts-expect-error 10: a value where a condition is needed
    A: alert({ when: m.requests_total.rate('5m').sum(), onNoData: 'ignore', severity: 'info', summary: '' }),
  }),
});

defineMonitoring({
  ...base,
  alerts: (m) => ({
    A: alert({
      when: m.requests_total.rate('5m').sum().above(1),
      onNoData: 'ignore',
      // @ts-expect-error 11: an alert that wakes somebody without a runbook
      severity: 'page',
      summary: '',
    }),
  }),
});

defineMonitoring({
  ...base,
  alerts: (m) => ({
    A: alert({
      when: m.requests_total.rate('5m').sum().above(1),
      // @ts-expect-error 12: not a duration
      for: '5 minutes',
      onNoData: 'ignore',
      severity: 'info',
      summary: '',
    }),
  }),
});

defineMonitoring({
  ...base,
  receivers: { chat: webhook({ url: 'http://127.0.0.1:1/' }) },
  // @ts-expect-error 13: a route to an unknown receiver
  routes: { to: 'pager' },
});

defineMonitoring({
  ...base,
  alerts: (m) => ({
    // @ts-expect-error an unknown target
    Down: alert({ when: m.up('shopp').below(1), onNoData: 'ignore', severity: 'info', summary: '' }),
    Unit: alert({
      // @ts-expect-error a plain counter's rate has no percent
      when: m.requests_total.rate('5m').sum().above({ percent: 5 }),
      onNoData: 'ignore',
      severity: 'info',
      summary: '',
    }),
    Pair: alert({
      // @ts-expect-error series with other labels are never paired
      when: m.requests_total.rate('5m').sum('route').above(1).and(m.connections.now()),
      onNoData: 'ignore',
      severity: 'info',
      summary: '',
    }),
  }),
});

defineMonitoring({
  service: 'auth',
  logs: {
    metrics: {
      failed_logins_total: logCounter({
        help: 'Failed',
        query: 'failed',
        labels: { reason: 'login.reason' },
      }),
    },
  },
  alerts: (m) => ({
    Right: alert({
      when: m.failed_logins_total.rate('5m').sum('reason').above(1),
      onNoData: 'ignore',
      severity: 'info',
      summary: ({ labels }) => labels.reason,
    }),
    Label: alert({
      // @ts-expect-error a label that the metric of the logs does not have
      when: m.failed_logins_total.rate('5m').sum('user').above(1),
      onNoData: 'ignore',
      severity: 'info',
      summary: '',
    }),
    Name: alert({
      // @ts-expect-error no metric of the logs
      when: m.failed_login_total.rate('5m').sum().above(1),
      onNoData: 'ignore',
      severity: 'info',
      summary: '',
    }),
  }),
});

defineMonitoring({
  service: 'auth',
  logs: {
    metrics: {
      // @ts-expect-error a metric that the service would have to register
      failed_logins_total: counter({ help: 'Failed' }),
    },
  },
});

/** Targets in all their forms compile. */
export const reached = defineMonitoring({
  service: 'shop',
  scrape: { every: '15s', limits: { samples: 10_000, bodySize: '10MB' } },
  targets: {
    shop: { address: '127.0.0.1:3000', pages: { stock: { path: '/stock', every: '1m' } } },
    found: {
      discover: [
        { kind: 'file', files: 'a.json' },
        { kind: 'dns', names: 'a', type: 'A', port: 80 },
      ],
      relabel: [
        { sourceLabels: ['__address__'], targetLabel: 'host' },
        { action: 'hashmod', sourceLabels: ['host'], modulus: 2, targetLabel: '__tmp_shard' },
        { action: 'keepequal', sourceLabels: ['a'], targetLabel: 'b' },
        { action: 'labelmap', regex: /__meta_(.+)/ },
      ],
    },
  },
  dashboards: (m) => ({ D: { A: m.up('shop'), B: m.up('shop-stock'), C: m.up('found') } }),
});

export const wrongTargets = defineMonitoring({
  service: 'shop',
  targets: {
    // @ts-expect-error neither an address nor discovery
    nowhere: { path: '/metrics' },
    limits: {
      address: 'a:1',
      // @ts-expect-error a size without a unit
      limits: { bodySize: '10' },
    },
    noPort: {
      // @ts-expect-error addresses of DNS have no port
      discover: { kind: 'dns', names: 'a', type: 'A' },
    },
    password: {
      address: 'a:1',
      // @ts-expect-error a secret that is written out
      basicAuth: { username: 'u', password: 'p' },
    },
    noPattern: {
      address: 'a:1',
      // @ts-expect-error dropping without a pattern drops everything
      relabel: [{ action: 'drop', sourceLabels: ['a'] }],
    },
    noModulus: {
      address: 'a:1',
      // @ts-expect-error shares without their number
      relabel: [{ action: 'hashmod', sourceLabels: ['a'], targetLabel: 'b' }],
    },
    otherAction: {
      address: 'a:1',
      // @ts-expect-error a field of another action
      relabel: [{ action: 'labeldrop', regex: 'a', targetLabel: 'b' }],
    },
    noTarget: {
      address: 'a:1',
      // @ts-expect-error a value without a label to write it to
      metricRelabel: [{ sourceLabels: ['a'], replacement: 'b' }],
    },
  },
});

export const wrongPage = defineMonitoring({
  service: 'shop',
  targets: { shop: { address: '127.0.0.1:3000', pages: { stock: { path: '/stock' } } } },
  // @ts-expect-error a page that there is not
  dashboards: (m) => ({ D: { A: m.up('shop-orders') } }),
});
