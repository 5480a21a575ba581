import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { collectorFaults } from '../../test/collector-faults.ts';
import { shopWith } from '../../test/logs-shop.ts';
import { generateJaeger } from './generate-jaeger.ts';

const SHOP = shopWith({
  traces: {
    enabled: true,
    ratio: 1,
    keepErrors: true,
    slowerThanMs: 1000,
    tailSampling: true,
    propagation: [],
    endpoint: 'http://127.0.0.1:4318',
    serviceName: 'shop',
  },
});

describe('generateJaeger', () => {
  it('takes OTLP, keeps traces for a week and shows them on 16686', () => {
    const [{ text, path }] = generateJaeger(SHOP);
    expect(path).toBe('jaeger/config.yaml');
    expect(collectorFaults(text)).toEqual([]);
    const { receivers, extensions, exporters } = parse(text);
    expect(receivers.otlp.protocols.grpc).toEqual({ endpoint: '0.0.0.0:4317' });
    expect(extensions.jaeger_query.http).toEqual({ endpoint: '0.0.0.0:16686' });
    const [store] = Object.keys(extensions.jaeger_storage.backends);
    expect(extensions.jaeger_query.storage.traces).toBe(store);
    expect(exporters.jaeger_storage_exporter.trace_storage).toBe(store);
    expect(extensions.jaeger_storage.backends[store].badger.ttl).toEqual({ spans: '168h' });
  });

  it('with traces off there is nothing to write', () => expect(generateJaeger(shopWith({}))).toEqual([]));
});
