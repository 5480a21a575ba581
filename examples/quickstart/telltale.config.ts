import {
  alert,
  counter,
  defineMonitoring,
  gauge,
  histogram,
  httpServer,
  nodeRuntime,
  ratio,
  webhook,
} from '@telltale/sdk/define';

const shopPort = process.env.SHOP_PORT ?? '4480';
const sinkPort = process.env.SINK_PORT ?? '4481';
const station = `http://127.0.0.1:${process.env.TELLTALE_PORT ?? '4400'}`;

export default defineMonitoring({
  service: 'shop',
  owner: 'team-chandlery',
  kits: [httpServer(), nodeRuntime()],

  metrics: {
    orders_total: counter({ help: 'Orders placed and paid' }),
    order_value_euros: histogram({
      help: 'Value of the orders placed',
      unit: 'euros',
      buckets: [20, 50, 100, 200, 500, 1000],
    }),
    payment_duration_seconds: histogram({
      help: 'Time until the payment provider answered',
      unit: 'seconds',
      labels: { result: ['accepted', 'unavailable'] },
      buckets: [0.05, 0.1, 0.2, 0.5, 1, 2],
    }),
    carts_open: gauge({ help: 'Carts that hold something' }),
    stock_items: gauge({ help: 'Pieces left on the shelf', labels: { product: { maxValues: 50 } } }),
  },

  logs: { sinks: [{ kind: 'station', url: station }] },
  // One trace in ten, and of the others what failed or was slow.
  traces: { endpoint: station, ratio: 0.1 },

  // Everything below is quick, so that a fault shows within seconds; a real service waits minutes.
  targets: { shop: { address: `127.0.0.1:${shopPort}` } },
  scrape: { every: '2s' },

  receivers: { ops: webhook({ url: `http://127.0.0.1:${sinkPort}/alerts` }) },
  routes: { to: 'ops', groupWait: '2s', groupInterval: '5s' },

  alerts: (m) => ({
    HighErrorRate: alert({
      when: ratio(
        m.http_requests_total.where({ status_code: /5../ }).rate('30s').sum('route'),
        m.http_requests_total.rate('30s').sum('route'),
      ).above({ percent: 5 }),
      for: '10s',
      // Where nobody asks, nothing fails; that the shop itself is gone is what ShopDown tells.
      onNoData: 'ignore',
      severity: 'page',
      runbook: 'examples/quickstart/README.md#checkout-fails',
      summary: ({ labels, value }) => `${value} of requests to ${labels.route} fail`,
    }),
    SlowCheckout: alert({
      when: m.http_request_duration_seconds
        .where({ route: '/checkout' })
        .quantile(0.95, '30s')
        .above({ ms: 1000 }),
      for: '10s',
      // At night nobody checks out.
      onNoData: 'ignore',
      severity: 'ticket',
      summary: ({ value }) => `one checkout in twenty takes longer than ${value}`,
    }),
    ShopDown: alert({
      when: m.up('shop').below(1),
      for: '10s',
      // A shop that nobody scrapes any more is not up either: ShopDownNoData pages.
      onNoData: 'fire',
      severity: 'page',
      runbook: 'examples/quickstart/README.md#the-shop-is-down',
      summary: ({ labels }) => `${labels.instance} cannot be scraped`,
    }),
  }),

  dashboards: (m) => ({
    Shop: {
      'Orders per second': m.orders_total.rate('30s').sum(),
      'Median order': m.order_value_euros.quantile(0.5, '5m'),
      'Payment time, p95': m.payment_duration_seconds.quantile(0.95, '30s', 'result'),
      'Open carts': m.carts_open.now(),
      'Pieces in stock': m.stock_items.now(),
      'What the shop says': { logs: 'service:shop', description: 'Log lines of the shop, newest first' },
    },
  }),
});
