import type { ResolvedTraces } from '@telltale/definition';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { collectorFaults } from '../../test/collector-faults.ts';
import { SHIPPED_LOGS, shopWith } from '../../test/logs-shop.ts';
import { generateCollector } from './generate-collector.ts';

const TRACES: ResolvedTraces = {
  enabled: true,
  ratio: 0.1,
  keepErrors: true,
  slowerThanMs: 1000,
  tailSampling: true,
  propagation: [],
  endpoint: 'http://127.0.0.1:4318',
  serviceName: 'dev-pynode',
};
const SHOP = shopWith({ traces: TRACES });
const WITH_LOGS = shopWith({
  traces: TRACES,
  logs: { ...SHIPPED_LOGS, sinks: [...SHIPPED_LOGS.sinks, { kind: 'otlp', url: 'http://collector:4318' }] },
});

describe('generateCollector', () => {
  it('keeps traces with errors, slow ones and a share of the others, and sends them to Jaeger', () => {
    const [{ text, path }] = generateCollector(SHOP);
    expect(path).toBe('otel/collector.yaml');
    expect(text).toContain(
      '# Kept: traces with an error, traces of more than 1000 ms, and 10 % of the others\n',
    );
    const { processors, exporters, service } = parse(text);
    expect(processors.tail_sampling.policies.map(({ type }: { type: string }) => type)).toEqual([
      'status_code',
      'latency',
      'probabilistic',
    ]);
    expect(processors.tail_sampling.policies[2].probabilistic).toEqual({ sampling_percentage: 10 });
    expect(exporters).toEqual({ otlp_grpc: { endpoint: 'jaeger:4317', tls: { insecure: true } } });
    expect(service.pipelines.traces.processors).toEqual(['memory_limiter', 'tail_sampling', 'batch']);
  });

  it.each([
    ['every trace', { ...TRACES, ratio: 1 }, ['memory_limiter', 'batch']],
    ['a share alone', { ...TRACES, keepErrors: false }, ['memory_limiter', 'probabilistic_sampler', 'batch']],
  ])('keeps %s where the definition says so', (_, traces, processors) => {
    const { service } = parse(generateCollector({ ...SHOP, traces })[0].text);
    expect(service.pipelines.traces.processors).toEqual(processors);
  });

  it.each([
    ['alone', SHOP, {}],
    ['with Mimir', SHOP, { ha: true }],
    ['with logs', WITH_LOGS, { ha: true }],
    ['with every trace', { ...SHOP, traces: { ...TRACES, ratio: 1 } }, {}],
  ])('declares every part that a pipeline names, and no other: %s', (_, definition, options) => {
    expect(collectorFaults(generateCollector(definition, options)[0].text)).toEqual([]);
  });

  it('metrics go to Mimir and logs to Elasticsearch where the stack has them', () => {
    const { service, exporters } = parse(generateCollector(WITH_LOGS, { ha: true })[0].text);
    expect(Object.keys(service.pipelines)).toEqual(['traces', 'metrics', 'logs']);
    expect(exporters.elasticsearch).toMatchObject({
      endpoints: ['http://elasticsearch:9200'],
      password: '${file:/run/secrets/elastic_password}',
    });
  });

  it('with traces off there is nothing to write', () => {
    expect(generateCollector({ ...SHOP, traces: { ...TRACES, enabled: false } })).toEqual([]);
  });

  it('a share of a third stays a number that the collector reads', () => {
    const [{ text }] = generateCollector({ ...SHOP, traces: { ...TRACES, ratio: 1 / 3 } });
    expect(text).toContain('sampling_percentage: 33.333333\n');
  });
});
