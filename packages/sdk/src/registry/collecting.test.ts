import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { diagnosticsOf, dropped, valuesOf } from '../../test/support/registry-view.ts';
import type { Registry } from './registry.ts';
import { createRegistry } from './registry.ts';

async function gathered(registry: Registry, metric: string): Promise<number | undefined> {
  const { metrics } = await registry.gather();
  return metrics.find(({ name }) => name === metric)?.pages[0].values[0];
}

test('a gathering waits for values that are promised', async () => {
  const registry = createRegistry();
  registry.gauge('pool', { help: 'P' }).collect(() => wait(5, 7));
  const total = registry.counter('reads_total', { help: 'R' });
  total.collect(async () => 11);
  registry.gauge('open', { help: 'O', labels: { x: 'any' } }).collect(async (gauge) => {
    await wait(1);
    gauge.set({ x: 'a' }, 3);
  });
  expect([await gathered(registry, 'pool'), await gathered(registry, 'reads_total')]).toEqual([7, 11]);
  expect(await gathered(registry, 'open')).toBe(3);
});

test('case 17: a collector that hangs is left behind, is not started again, and spoils only its own metric', async () => {
  const registry = createRegistry();
  let starts = 0;
  const stuck = registry.gauge('stuck', { help: 'S' });
  stuck.set(5);
  stuck.collect(() => {
    starts++;
    return new Promise(() => undefined);
  });
  registry.gauge('fine', { help: 'F' }).collect(async () => 1);
  for (let round = 0; round < 3; round++) {
    const { metrics } = await registry.gather({ timeoutMs: 10 });
    const values = metrics.map(({ name, pages }) => [name, pages[0].values[0]]);
    expect(Object.fromEntries(values)).toMatchObject({ stuck: 5, fine: 1 });
  }
  expect(starts).toBe(1);
  expect(dropped(registry, 'collect_failed')).toBe(3);
  expect(diagnosticsOf(registry)).toMatchObject([{ kind: 'collect_failed', metric: 'stuck' }]);
});

test('case 16: a collector that throws or rejects spoils only its own metric', async () => {
  const registry = createRegistry();
  registry.gauge('thrown', { help: 'T' }).collect(() => {
    throw new Error('thrown');
  });
  registry.gauge('rejected', { help: 'R' }).collect(() => Promise.reject(new Error('rejected')));
  registry.gauge('fine', { help: 'F' }).collect(() => 1);
  expect(await gathered(registry, 'fine')).toBe(1);
  expect(dropped(registry, 'collect_failed')).toBeGreaterThanOrEqual(2);
});

test('case 18: two gatherings at once share what is being collected', async () => {
  const registry = createRegistry();
  let starts = 0;
  registry.gauge('slow', { help: 'S' }).collect(() => wait(20, ++starts));
  const [first, second] = await Promise.all([gathered(registry, 'slow'), gathered(registry, 'slow')]);
  expect([first, second, starts]).toEqual([1, 1, 1]);
});

test('a page that is written at once does not wait for promises', async () => {
  const registry = createRegistry();
  registry.gauge('late', { help: 'L' }).collect(() => wait(5, 9));
  expect(valuesOf(registry, 'late')).toEqual({ late: 0 });
  await wait(20);
  expect(valuesOf(registry, 'late')).toEqual({ late: 9 });
});

test('a collector that gathers or exposes the metrics itself does not call itself', async () => {
  const registry = createRegistry();
  let calls = 0;
  registry.gauge('pages', { help: 'P' }).collect(() => registry.expose().length + ++calls);
  registry.gauge('gathered', { help: 'G' }).collect(async () => {
    calls++;
    return (await registry.gather({ timeoutMs: 20 })).metrics.length;
  });
  const { metrics } = await registry.gather({ timeoutMs: 100 });
  const gauge = metrics.find(({ name }) => name === 'pages');
  expect(gauge?.pages[0].values[0]).toBeGreaterThan(100);
  expect(calls).toBeLessThan(6);
});
