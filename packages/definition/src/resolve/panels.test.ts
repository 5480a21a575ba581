import { describe, expect, test } from 'vitest';
import type { DashboardDeclarations } from '../dashboards/dashboard-declaration.ts';
import { httpServer } from '../kits/http-server.ts';
import { counter, gauge } from '../metrics/declaration.ts';
import { info } from '../metrics/info.ts';
import { stateset } from '../metrics/state-set.ts';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { promql } from '../query/promql.ts';
import { alert } from '../rules/alert.ts';
import { resolveDefinition } from './resolve-definition.ts';

const metrics = {
  orders_total: counter({ help: 'Orders placed.', labels: { shop: 'any' } }),
  carts: gauge({ help: 'Open carts' }),
  used_ratio: gauge({ help: 'Memory used', unit: 'ratio' }),
  build_info: info({ help: 'What runs', labels: { version: 'any' } }),
  state: stateset({ help: 'Breaker', states: ['open', 'closed'] }),
} as const;

function shop(dashboards: (m: never) => DashboardDeclarations) {
  return defineMonitoring({
    service: 'shop',
    metrics,
    alerts: (m) => ({
      Many: alert({
        when: m.carts.now().sum().above(9),
        onNoData: 'ignore',
        severity: 'ticket',
        summary: 'x',
      }),
      TooMany: alert({
        when: m.carts.now().sum().above(99).and(m.orders_total.rate('1h').sum().below(5)),
        onNoData: 'ignore',
        severity: 'page',
        runbook: 'r.md',
        summary: 'x',
      }),
    }),
    dashboards: dashboards as () => DashboardDeclarations,
  });
}

type M = Parameters<NonNullable<Parameters<typeof defineMonitoring<typeof metrics>>[0]['dashboards']>>[0];

function panelsOf(panels: (m: M) => DashboardDeclarations[string]) {
  return resolveDefinition(shop((m: M) => ({ Shop: panels(m) }))).dashboards[0].panels;
}

describe('panels', () => {
  test('have the thresholds of the alerts on the same query, whatever their ranges', () => {
    const [carts, orders, other] = panelsOf((m) => ({
      Carts: m.carts.now().sum(),
      Orders: m.orders_total.rate('5m').sum(),
      Other: m.orders_total.rate('5m').sum('shop'),
    }));
    expect(carts.thresholds).toEqual([
      { value: 9, severity: 'ticket', alert: 'Many', isBad: 'above' },
      { value: 99, severity: 'page', alert: 'TooMany', isBad: 'above' },
    ]);
    expect(carts.threshold).toBe(9);
    expect(orders.thresholds).toEqual([{ value: 5, severity: 'page', alert: 'TooMany', isBad: 'below' }]);
    expect(other.thresholds).toBeUndefined();
  });

  test('can show how it was a day or a week ago', () => {
    const [orders] = panelsOf((m) => ({
      Orders: { query: m.orders_total.rate('5m').sum('shop'), baseline: '1w' },
    }));
    expect(orders.queries).toMatchObject([
      { legend: '{{shop}}' },
      { query: 'sum by (shop) (rate(orders_total[5m] offset 1w))', legend: '{{shop}} a week ago' },
    ]);
  });

  test('are drawn as it suits the kind and unit of the metric', () => {
    const panels = panelsOf((m) => ({
      Rate: m.orders_total.rate('5m').sum('shop'),
      Used: m.used_ratio.now().max(),
      Each: m.used_ratio.now(),
      Build: m.build_info.now(),
      Breaker: m.state.is('open'),
      Chosen: { query: m.build_info.now(), kind: 'stat' },
    }));
    expect(panels.map(({ kind }) => kind)).toEqual([
      'timeseries',
      'gauge',
      'timeseries',
      'table',
      'stat',
      'stat',
    ]);
  });

  test('always have a description: by default the help of the metrics', () => {
    const number = { kind: 'number', value: 1 } as const;
    const definition = shop((m: M) => ({ Shop: { A: m.carts.now().sum(), B: promql`1` } }));
    const [{ panels }] = resolveDefinition(definition, { parse: () => number }).dashboards;
    expect(panels.map(({ description }) => description)).toEqual(['Open carts', 'What 1 returns']);
  });

  test('of one row stand next to each other', () => {
    const panels = panelsOf((m) => ({
      A: { query: m.carts.now(), row: 'One' },
      B: { query: m.carts.now(), row: 'Two' },
      C: { query: m.carts.now(), row: 'One' },
      D: m.carts.now(),
    }));
    expect(panels.map(({ title, row }) => `${row ?? ''}:${title}`)).toEqual([
      ':D',
      'One:A',
      'One:C',
      'Two:B',
    ]);
  });

  test('of a long dashboard of a kit stand in rows by role', () => {
    const kit = httpServer({ names: { phases: true, connections: true, aborted: true } });
    const [dashboard] = resolveDefinition(defineMonitoring({ service: 'shop', kits: [kit] })).dashboards;
    const rows = dashboard.panels.map(({ row }) => row).filter((row) => row !== undefined);
    expect([...new Set(rows)]).toEqual([
      'Requests',
      'Duration',
      'Phases',
      'In flight',
      'Connections',
      'Aborted',
    ]);
    expect(rows.filter((row, index) => row !== rows[index - 1])).toHaveLength(6);
  });

  test('in a unit that their values do not have are a fault', () => {
    const panels = () => panelsOf((m) => ({ A: { query: m.used_ratio.now(), unit: 'bytes' } }));
    expect(panels).toThrow('dashboards.Shop.A: the values are ratio, and would be shown as bytes');
  });

  test('are at most eight in an overview', () => {
    const nine = (m: M) =>
      Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`P${index}`, m.carts.now()]));
    expect(() => resolveDefinition(shop((m: M) => ({ Overview: nine(m) })))).toThrow(
      'dashboards.Overview: an overview has at most 8 panels, and this has 9',
    );
    expect(panelsOf(nine)).toHaveLength(9);
  });
});
