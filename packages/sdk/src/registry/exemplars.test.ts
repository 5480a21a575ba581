import { describe, expect, test } from 'vitest';
import { dropped } from '../../test/support/registry-view.ts';
import type { Registry } from './registry.ts';
import { createRegistry } from './registry.ts';

const labels = { x: 'any' } as const;

/** The exemplars of the first series of a metric. */
function exemplarsOf(registry: Registry, metric: string): unknown[] {
  const view = registry.metrics.find(({ name }) => name === metric);
  return Array.from(view?.pages[0].exemplars[0] ?? [], (exemplar) => exemplar?.labels);
}

describe('exemplars', () => {
  test('are asked for at most once per series and tick', () => {
    const clock = { ms: 1, now: () => clock.ms };
    let asked = 0;
    const exemplars = () => ({ trace_id: String(++asked) });
    const registry = createRegistry({ clock, exemplars });
    const hits = registry.counter('hits_total', { help: 'H', labels, exemplars: true });
    for (let i = 0; i < 10; i++) hits.inc({ x: 'a' });
    const handle = hits.with({ x: 'a' });
    handle.inc();
    expect(asked).toBe(1);
    hits.inc({ x: 'b' });
    expect(asked).toBe(2);
    clock.ms = 100;
    handle.inc();
    expect(exemplarsOf(registry, 'hits_total')).toEqual([{ trace_id: '3' }]);
  });

  test('of a histogram are kept by bucket, with value and time', () => {
    const registry = createRegistry();
    const seconds = registry.histogram('h', { help: 'H', buckets: [1, 2], exemplars: true });
    seconds.observe(1.5, { exemplar: { trace_id: 'slow' } });
    seconds.observe(9, { exemplar: { trace_id: 'slower' } });
    seconds.observe(0.5);
    expect(exemplarsOf(registry, 'h')).toEqual([undefined, { trace_id: 'slow' }, { trace_id: 'slower' }]);
    const view = registry.metrics.find(({ name }) => name === 'h');
    const [, exemplar] = view?.pages[0].exemplars[0] ?? [];
    expect(exemplar?.value).toBe(1.5);
    expect(Math.abs((exemplar?.timestampMs ?? 0) - Date.now())).toBeLessThan(60_000);
  });

  test('are neither asked for nor kept by metrics that are declared without', () => {
    let asked = 0;
    const registry = createRegistry({ exemplars: () => ({ trace_id: String(++asked) }) });
    const hits = registry.counter('hits_total', { help: 'H', labels });
    hits.inc({ x: 'a' }, 1, { exemplar: { trace_id: 'mine' } });
    expect(asked).toBe(0);
    expect(exemplarsOf(registry, 'hits_total')).toEqual([]);
  });

  test('that are too long, no texts, or that a provider failed to give, are refused and counted', () => {
    const registry = createRegistry({
      exemplars: () => {
        throw new Error('no span');
      },
    });
    const hits = registry.counter('hits_total', { help: 'H', exemplars: true });
    hits.inc();
    hits.inc(1, { exemplar: { trace_id: 'x'.repeat(200) } });
    hits.inc(1, { exemplar: { trace_id: 5 as never } });
    expect(exemplarsOf(registry, 'hits_total')).toEqual([]);
    expect(dropped(registry, 'invalid_exemplar')).toBe(3);
  });
});
