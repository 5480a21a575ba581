import { defineMonitoring, postgresExporter, resolveDefinition } from '@telltale/definition';
import { describe, expect, test } from 'vitest';
import { definedTargets, liveTargets } from './compare-targets.ts';

const defined = resolveDefinition(
  defineMonitoring({
    service: 'shop',
    targets: {
      shop: { address: 'shop:80', params: { format: 'text', all: '1' } },
      found: { discover: { kind: 'file', files: 'a.json' } },
      moved: { address: 'a:1', relabel: [{ targetLabel: '__address__', replacement: 'b:1' }] },
    },
  }),
);

const live = (job: string, scrapeUrl: string) => ({ labels: { job }, scrapeUrl, scrapeInterval: '15s' });

describe('targets of a definition and of a server', () => {
  test('are the same where parameters are, in whatever order', () => {
    const data = { activeTargets: [live('shop', 'http://shop:80/metrics?all=1&format=text')] };
    expect(liveTargets(data, defined)).toEqual(definedTargets(defined));
  });

  test('are not compared where discovery or relabelling decides', () => {
    const data = {
      activeTargets: [live('found', 'http://x:1/metrics'), live('moved', 'http://b:1/metrics')],
    };
    expect(liveTargets(data, defined)).toEqual([]);
    expect(definedTargets(defined).map(({ key }) => key)).toEqual(['shop/shop:80']);
  });

  test('are not compared where the station reads itself, or starts the exporter at a port of its own', () => {
    const own = resolveDefinition(
      defineMonitoring({
        service: 'shop',
        targets: { shop: { address: 'shop:80' }, cache: { address: 'redis-exporter:9121' } },
        exporters: [postgresExporter({ alerts: false, dashboards: false })],
        station: {
          collectors: { postgres: { address: 'db:5432' } },
          exporters: { cache: { command: 'prometheus-redis-exporter' } },
        },
      }),
    );
    const data = {
      activeTargets: [
        live('cache', 'http://127.0.0.1:4711/metrics'),
        live('postgres', 'postgresql://db:5432'),
      ],
    };
    expect(liveTargets(data, own)).toEqual([]);
    expect(definedTargets(own).map(({ key }) => key)).toEqual(['shop/shop:80']);
  });
});
