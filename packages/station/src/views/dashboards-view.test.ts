import { resolveDefinition } from '@telltale/definition';
import { alert, counter, defineMonitoring, gauge, histogram, webhook } from '@telltale/sdk/define';
import { describe, expect, test } from 'vitest';
import type { StationSettings } from '../settings.ts';
import { dashboardsView } from './dashboards-view.ts';

const definition = resolveDefinition(
  defineMonitoring({
    service: 'shop',
    metrics: {
      orders_total: counter({ help: 'Orders placed', labels: { shop: 'any' } }),
      used_ratio: gauge({ help: 'Memory used', unit: 'ratio' }),
      payment_seconds: histogram({ help: 'Payment', unit: 'seconds', buckets: [1], labels: {} }),
    },
    receivers: { ops: webhook({ url: 'http://127.0.0.1:9/' }) },
    routes: { to: 'ops' },
    alerts: (m) => ({
      FewOrders: alert({
        when: m.orders_total.rate('5m').sum().below(1),
        onNoData: 'ignore',
        severity: 'page',
        runbook: 'https://wiki.example/few-orders',
        summary: 'few',
      }),
    }),
    dashboards: (m) => ({
      Overview: {
        Orders: {
          query: m.orders_total.rate('5m').sum(),
          baseline: '1d',
          links: [
            { title: 'Details', url: 'dashboard:Details' },
            { title: 'Script', url: 'javascript:alert(1)' },
          ],
        },
        Memory: { query: m.used_ratio.now().max(), threshold: 0.9, max: 1 },
      },
      Details: { Payment: { query: m.payment_seconds.quantile(0.95, '5m'), kind: 'stat', row: 'Money' } },
    }),
  }),
);

const settings: StationSettings = {
  version: '0.0.0',
  port: 0,
  dataFolder: '',
  ruleGroups: [],
  targets: [],
  builtInIntervalMs: 60_000,
  collectHost: true,
  definition,
};

describe('the dashboards that the station tells pages of', () => {
  const { dashboards } = dashboardsView(settings, []);
  const [overview, details] = dashboards;
  const [orders, memory] = overview.panels;

  test('have thresholds with severity, alert and side, and lines of their own', () => {
    expect(orders.thresholds).toEqual([
      { value: 1, severity: 'critical', alert: 'FewOrders', isBad: 'below' },
    ]);
    expect(memory.thresholds).toEqual([{ value: 0.9, severity: 'warning', isBad: 'above' }]);
  });

  test('lead to other dashboards and to runbooks, and nowhere else than to pages', () => {
    expect(orders.links).toEqual([
      { title: 'Details', url: '/d/details' },
      { title: 'Runbook of FewOrders', url: 'https://wiki.example/few-orders' },
    ]);
  });

  test('say what they are made of, and compare with earlier without a query more', () => {
    expect(orders).toMatchObject({
      baselineMs: 86_400_000,
      queries: [{ query: 'sum(rate(orders_total[5m]))' }],
      metrics: [{ name: 'orders_total', type: 'counter', unit: '', help: 'Orders placed' }],
    });
    expect(orders.queries).toHaveLength(1);
  });

  test('keep kinds, rows, ends of scales, refresh and range', () => {
    expect(memory).toMatchObject({ kind: 'gauge', unit: 'ratio', max: 1 });
    expect(details).toMatchObject({
      origin: 'definition',
      refreshMs: 30_000,
      rangeMs: 3_600_000,
      panels: [{ title: 'Payment', kind: 'stat', row: 'Money', unit: 'seconds' }],
    });
  });

  test('end with this machine and the station', () => {
    expect(dashboards.slice(-2).map(({ origin }) => origin)).toEqual(['host', 'station']);
  });
});
