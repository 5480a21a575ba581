import { TelltaleError } from '@telltale/model';
import type { Expr } from '@telltale/model';
import { describe, expect, test, vi } from 'vitest';
import {
  DefinitionError,
  alert,
  counter,
  defineMonitoring,
  gauge,
  histogram,
  httpServer,
  promql,
  resolveDefinition,
  webhook,
} from '../index.ts';
import type { MonitoringDefinition } from '../index.ts';

function faultsOf(definition: MonitoringDefinition): readonly string[] {
  try {
    resolveDefinition(definition);
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    expect(error.code).toBe('TT_DEFINITION_INVALID');
    for (const { path, message } of error.faults) expect(error.message).toContain(`${path}: ${message}`);
    return error.faults.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe('queries written as text', () => {
  const definition = defineMonitoring({
    service: 's',
    metrics: { a_total: counter({ help: 'a' }) },
    alerts: (m) => ({
      A: alert({
        when: promql`topk(3, ${m.a_total.rate('5m')})  >  ${2}`,
        onNoData: 'ignore',
        severity: 'info',
        summary: '',
      }),
    }),
  });

  test('are parsed with the parser that is given and kept as written', () => {
    const parsed: Expr = { kind: 'number', value: 7 };
    const parse = vi.fn((): Expr => parsed);
    const [rule] = resolveDefinition(definition, { parse }).rules;
    expect(parse).toHaveBeenCalledWith('topk(3, rate(a_total[5m]))  >  2');
    expect(rule).toMatchObject({ query: 'topk(3, rate(a_total[5m]))  >  2', expr: parsed });
  });

  test('are a fault where no parser is given', () => {
    expect(faultsOf(definition)).toEqual([
      "alerts.A.when: 'topk(3, rate(a_total[5m]))  >  2' is written as text, and no parser was given to read it: pass { parse: parseExpr } of @telltale/promql",
    ]);
  });

  test('are a fault with the message of the parser where it refuses them', () => {
    const parse = () => {
      throw new TelltaleError('TT_QUERY_SYNTAX', 'unexpected end');
    };
    expect(() => resolveDefinition(definition, { parse })).toThrow('alerts.A.when: unexpected end');
  });
});

describe('faults', () => {
  test('are listed all at once, each with its path', () => {
    const wrong = defineMonitoring({
      service: ' ',
      kits: [httpServer()],
      metrics: {
        http_requests_total: counter({ help: 'Twice' }),
        orders: counter({ help: 'No _total' }),
        carts_total: gauge({ help: 'No counter' }),
        'bad-name': gauge({ help: 'Bad' }),
        up: gauge({ help: 'Reserved' }),
        sizes: histogram({ help: 'Buckets', buckets: [1, 3, 2] }),
        sizes_count: gauge({ help: 'Taken' }),
        empty: histogram({ help: 'Buckets', buckets: [] }),
        labelled: gauge({
          help: 'Labels',
          labels: { '1a': 'any', job: 'any', le: 'any', no: [], twice: ['a', 'a'] },
        }),
      },
      targets: {
        a: { address: 'http://127.0.0.1:80/' },
        b: { address: [] },
        c: { address: 'x:99999', every: '1s', timeout: '2s' },
      },
      evaluateEvery: '-1s',
      receivers: { ops: webhook({ url: 'ftp://x' }) },
      routes: { to: 'nobody' as 'ops', groupWait: '1x' as '1s', children: [{ match: {}, to: 'ops' }] },
      recordings: () => ({ '1': promql`x`, labelled: promql`x` }),
      alerts: (m) => ({
        Range: alert({
          when: m.orders.rate('0s').sum().above(1),
          onNoData: 'ignore',
          severity: 'info',
          summary: '',
        }),
        For: alert({
          when: m.orders.rate('5m').sum().above(1),
          for: '5x' as '5m',
          onNoData: 'ignore',
          severity: 'info',
          summary: '',
        }),
        Threshold: alert({
          when: m.orders
            .rate('5m')
            .sum()
            .above({} as number),
          onNoData: 'ignore',
          severity: 'info',
          summary: '',
        }),
        Label: alert({
          when: m.orders.rate('5m').sum().above(1),
          onNoData: 'ignore',
          severity: 'info',
          labels: { '1': '', alertname: '' },
          summary: () => {
            throw new Error('summary broke');
          },
        }),
        Pattern: alert({
          when: m.http_requests_total
            .where({ status_code: /(?!2)../ })
            .rate('5m')
            .above(1),
          onNoData: 'ignore',
          severity: 'info',
          summary: '',
        }),
      }),
      dashboards: (m) => ({ D: { P: m.orders.rate('x' as '5m') }, d: {}, '!': {} }),
    });
    expect(faultsOf(wrong)).toMatchSnapshot();
  });

  test('a callback that throws is a fault of its section', () => {
    const definition = defineMonitoring({
      service: 's',
      alerts: () => {
        throw new Error('no such thing');
      },
    });
    expect(faultsOf(definition)).toEqual(['alerts: no such thing']);
  });

  test('several receivers need routes', () => {
    const url = 'http://127.0.0.1:9/';
    const definition = defineMonitoring({
      service: 's',
      receivers: { a: webhook({ url }), b: webhook({ url }) },
    });
    expect(faultsOf(definition)).toEqual([
      'routes: there are several receivers (a, b): say which one gets the alerts',
    ]);
  });
});
