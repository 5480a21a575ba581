import { describe, expect, test } from 'vitest';
import { counter, defineMonitoring, histogram, promql, ratio, resolveDefinition } from '../index.ts';

const metrics = {
  requests_total: counter({ help: 'Requests', labels: { endpoint: 'any', status: { pattern: '[1-5]..' } } }),
  duration_seconds: histogram({ help: 'Duration', unit: 'seconds', buckets: [0.1, 1] }),
} as const;

describe('saved queries', () => {
  test('are resolved by name with their text, help and unit', () => {
    const { queries } = resolveDefinition(
      defineMonitoring({
        service: 'shop',
        metrics,
        queries: (m) => ({
          request_rate: {
            help: 'Requests by endpoint',
            query: m.requests_total.rate('5m').sum('endpoint'),
          },
          p95: m.duration_seconds.quantile(0.95, '5m'),
          as_text: { query: promql`vector(1)`, unit: 'ratio' },
        }),
      }),
      { parse: () => ({ kind: 'number', value: 1 }) },
    );
    expect(queries).toMatchObject([
      {
        name: 'request_rate',
        help: 'Requests by endpoint',
        unit: 'per_second',
        query: 'sum by (endpoint) (rate(requests_total[5m]))',
      },
      {
        name: 'p95',
        help: '',
        unit: 'seconds',
        query: 'histogram_quantile(0.95, sum by (le) (rate(duration_seconds_bucket[5m])))',
      },
      { name: 'as_text', help: '', unit: 'ratio', query: 'vector(1)' },
    ]);
  });

  test('a ratio of what may be missing counts it as 0, with the labels of the whole', () => {
    const { queries } = resolveDefinition(
      defineMonitoring({
        service: 'shop',
        metrics,
        queries: (m) => {
          const all = m.requests_total.rate('5m').sum('endpoint');
          const failed = m.requests_total.where({ status: /5../ }).rate('5m').sum('endpoint');
          return { error_rate: ratio(failed, all, { missingPart: 0 }), plain: ratio(failed, all) };
        },
      }),
    );
    const failed = 'sum by (endpoint) (rate(requests_total{status=~"5.."}[5m]))';
    const all = 'sum by (endpoint) (rate(requests_total[5m]))';
    expect(queries[0].query).toBe(`(${failed} or ${all} * 0) / ${all}`);
    expect(queries[1].query).toBe(`${failed} / ${all}`);
  });

  test('a name that no command line can ask for, a name of a metric, and what is no query are faults', () => {
    const definition = defineMonitoring({
      service: 'shop',
      metrics,
      // @ts-expect-error text alone is no query
      queries: (m) => ({
        'error rate': m.requests_total.rate('5m'),
        requests_total: m.requests_total.rate('5m'),
        text: 'up',
      }),
    });
    expect(() => resolveDefinition(definition)).toThrow(
      expect.objectContaining({
        faults: [
          expect.objectContaining({ path: 'queries.error rate' }),
          { path: 'queries.requests_total', message: 'requests_total is already the name of a metric' },
          expect.objectContaining({ path: 'queries.text', message: expect.stringContaining('no query') }),
        ],
      }),
    );
  });
});

describe('the section `station`', () => {
  const resolve = (station: object) =>
    resolveDefinition(defineMonitoring({ service: 'shop', station })).station;

  test('says how long and how much is kept, how long queries take and what pages show', () => {
    const station = {
      retention: { time: '15d', size: '10GB' },
      logs: { retention: '7d', maxSize: '5GB' },
      traces: { retention: '3d' },
      query: { timeout: '30s' },
      ui: { refresh: '30s', range: '1h' },
      capacity: { series: 300_000 },
    } as const;
    expect(resolveDefinition(defineMonitoring({ service: 'shop', station })).station).toEqual({
      retentionMs: 15 * 86_400_000,
      retentionBytes: 10 * 1024 ** 3,
      logs: { retentionMs: 7 * 86_400_000, maxBytes: 5 * 1024 ** 3 },
      traces: { retentionMs: 3 * 86_400_000 },
      queryTimeoutMs: 30_000,
      uiRefreshMs: 30_000,
      uiRangeMs: 3_600_000,
      capacity: { series: 300_000 },
    });
    expect(resolve({})).toEqual({});
  });

  test.each([
    [{ retention: { time: 'long' } }, 'station.retention.time'],
    [{ retention: { size: 10 } }, 'station.retention.size'],
    [{ retention: { sise: '1GB' } }, "did you mean 'retention.size'?"],
    [{ retention: '15d' }, 'station.retention'],
    [{ logs: { maxSise: '1GB' } }, "did you mean 'logs.maxSize'?"],
    [{ query: { timeout: '0s' } }, 'station.query.timeout'],
    [{ capacity: { series: 0 } }, 'station.capacity.series'],
    [{ capacity: { serie: 1 } }, "did you mean 'capacity.series'?"],
  ])('%j is a fault that names the place', (station, message) => {
    expect(() => resolve(station)).toThrow(message);
  });
});
