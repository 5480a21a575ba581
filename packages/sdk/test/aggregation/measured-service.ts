import { setTimeout as pause } from 'node:timers/promises';
import type { AggregationOptions } from '../../src/aggregation/aggregating-gatherer.ts';
import { createAggregatingGatherer } from '../../src/aggregation/aggregating-gatherer.ts';
import { createRegistry } from '../../src/registry/registry.ts';
import { shownSeries } from './shown-series.ts';

/** A small service with metrics, as the programs of the tests run it in several processes. */
export function measuredService(options: Partial<AggregationOptions> = {}) {
  const registry = createRegistry();
  const told: string[] = [];
  registry.onDiagnostic(({ kind, message }) => told.push(`${kind}: ${message}`));
  const gatherer = createAggregatingGatherer(registry, { diagnostics: registry.diagnostics, ...options });
  const hits = registry.counter('hits_total', { help: 'Hits', labels: { route: 'any' } });
  const took = registry.histogram('took', { help: 'Took', buckets: [1], native: true });
  const depth = registry.gauge('depth', { help: 'Depth' });
  const ops = {
    hit: (route: string, count = 1) => hits.inc({ route }, count),
    hitOften: (route: string, times: number) => {
      for (let i = 0; i < times; i++) hits.inc({ route });
    },
    take: (seconds: number) => took.observe(seconds),
    fill: (value: number) => depth.set(value),
    scrape: async (timeoutMs?: number) => {
      const { metrics } = await gatherer.gather({ timeoutMs });
      return shownSeries(metrics.filter(({ name }) => !name.startsWith('telltale')));
    },
    pause: async (ms: number) => pause(ms),
    block: (ms: number) => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
    },
    checkpoint: () => gatherer.checkpoint(),
    close: () => gatherer.close(),
    told: () => told,
    exit: (code: number) => void setImmediate(() => process.exit(code)),
  };
  return { registry, gatherer, ops };
}
