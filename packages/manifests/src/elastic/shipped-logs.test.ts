import { describe, expect, it } from 'vitest';
import { SHIPPED_LOGS, shopWith } from '../../test/logs-shop.ts';
import { logsWay, shippedFile } from './shipped-logs.ts';

const traces = {
  enabled: true,
  ratio: 1,
  keepErrors: true,
  slowerThanMs: 1000,
  tailSampling: true,
  propagation: [],
  endpoint: 'http://c:4318',
  serviceName: 's',
};
const otlp = { kind: 'otlp' as const, url: 'http://collector:4318' };
const direct = { kind: 'elasticsearch' as const, url: 'http://search:9200' };
const { sinks } = SHIPPED_LOGS;

describe('the way of logs to Elasticsearch', () => {
  it.each([
    ['by Filebeat where an index is named', shopWith({ logs: SHIPPED_LOGS }), 'shipper'],
    [
      'by the collector where they go there',
      shopWith({ traces, logs: { ...SHIPPED_LOGS, sinks: [...sinks, otlp] } }),
      'collector',
    ],
    [
      'by Filebeat where there is no collector',
      shopWith({ logs: { ...SHIPPED_LOGS, sinks: [...sinks, otlp] } }),
      'shipper',
    ],
    ['by the service itself', shopWith({ logs: { ...SHIPPED_LOGS, sinks: [...sinks, direct] } }), 'direct'],
    ['nowhere without an index', shopWith({ logs: { ...SHIPPED_LOGS, index: undefined } }), undefined],
    ['nowhere without logs', shopWith({}), undefined],
  ])('is %s', (_, definition, way) => expect(logsWay(definition)).toBe(way));

  it('of several files the one with all records is read, each record once', () => {
    expect(shippedFile(shopWith({ logs: SHIPPED_LOGS }))).toBe('/var/log/combined.log');
    expect(shippedFile(shopWith({ logs: { ...SHIPPED_LOGS, sinks: [otlp] } }))).toBeUndefined();
  });
});
