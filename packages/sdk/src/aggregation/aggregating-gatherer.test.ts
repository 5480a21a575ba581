import { describe, expect, onTestFinished, test } from 'vitest';
import { startProgram } from '../../test/aggregation/asked-program.ts';
import { shownSeries } from '../../test/aggregation/shown-series.ts';
import { createRegistry } from '../registry/registry.ts';
import { planOf } from './aggregate-option.ts';
import { createAggregatingGatherer } from './aggregating-gatherer.ts';

describe('a process that is alone', () => {
  test('loads neither clusters nor threads, gives its own metrics, and ends when it is done', async () => {
    const program = await startProgram('lonely-process.ts');
    expect(await program.ask('scrape')).toMatchObject({ 'hits_total{route="/"}': [1] });
    expect(await program.ask<string[]>('loaded')).toEqual([]);
    program.child.disconnect();
    expect(await program.ended()).toBe(0);
  });

  test('gives the views of its registry themselves', async () => {
    const registry = createRegistry();
    registry.counter('hits_total', { help: 'Hits' }).inc();
    const gatherer = createAggregatingGatherer(registry, {
      aggregate: 'off',
      diagnostics: registry.diagnostics,
    });
    onTestFinished(() => gatherer.close());
    const { metrics } = await gatherer.gather();
    expect(metrics).toEqual(registry.metrics);
    expect(shownSeries(metrics)['hits_total{}']).toEqual([1]);
    expect(() => gatherer.checkpoint()).not.toThrow();
  });
});

describe('where the others are', () => {
  test('is a folder when the environment names one, unless something else is asked for', () => {
    const environment = { PROMETHEUS_MULTIPROC_DIR: '/tmp/m' };
    expect(planOf('auto', environment)).toMatchObject({ cluster: false, threads: false, folder: '/tmp/m' });
    expect(planOf('auto', { prometheus_multiproc_dir: '/tmp/o' })).toMatchObject({ folder: '/tmp/o' });
    expect(planOf('cluster', environment)).toMatchObject({
      cluster: true,
      threads: false,
      folder: undefined,
    });
    expect(planOf('off', environment)).toMatchObject({ cluster: false, threads: false, folder: undefined });
    expect(planOf({ folder: '/x' }, environment)).toMatchObject({ folder: '/x' });
    expect(planOf('auto', { PROMETHEUS_MULTIPROC_DIR: '' })).toMatchObject({
      cluster: true,
      threads: true,
      folder: undefined,
    });
  });
});
