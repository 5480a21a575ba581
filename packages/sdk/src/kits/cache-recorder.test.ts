import { cache, defineMonitoring } from '@telltale/definition';
import { createRegistry } from '../registry/registry.ts';
import type { Registry } from '../registry/registry.ts';
import { createClient } from 'redis';
import { expect, onTestFinished, test } from 'vitest';
import {
  hasProgram,
  freePort,
  startProgram,
  stopProgram,
  temporaryFolder,
  waitFor,
} from '../../test/support/workspace.ts';
import { valuesOf } from '../../test/support/registry-view.ts';
import { createCacheRecorder } from './cache-recorder.ts';

const named = defineMonitoring({ service: 'cad', kits: [cache()] });
const unnamed = defineMonitoring({
  service: 'enrichment',
  kits: [cache({ prefix: 'enrichment_service', labels: { cache: false } })],
});

function operations(registry: Registry, prefix = ''): Record<string, number> {
  const values = valuesOf(registry, `${prefix}cache_operations_total`);
  const entries = Object.entries(values).map(([series, value]) => {
    const texts = [...series.matchAll(/(operation|status)="(\w+)"/g)].map(([, , text]) => text);
    return [texts.join(' '), value] as const;
  });
  return Object.fromEntries(entries);
}

test('hits and misses of a known sequence give its hit ratio', () => {
  const registry = createRegistry();
  const caches = createCacheRecorder(unnamed, registry);
  for (const found of [true, true, false, true]) {
    if (found) caches.hit('prices');
    else caches.miss('prices');
  }
  expect(valuesOf(registry, 'enrichment_service_cache_hits_total')).toEqual({
    enrichment_service_cache_hits_total: 3,
  });
  expect(valuesOf(registry, 'enrichment_service_cache_misses_total')).toEqual({
    enrichment_service_cache_misses_total: 1,
  });
});

test('a wrapped read counts what it finds, and starts at zero', async () => {
  const registry = createRegistry();
  const stored = new Map([['a', 0]]);
  const get = createCacheRecorder(named, registry).wrap('prices', async (key: string) => stored.get(key));
  expect(operations(registry)).toEqual({ 'get hit': 0, 'get miss': 0 });
  expect([await get('a'), await get('b'), await get('a')]).toEqual([0, undefined, 0]);
  expect(operations(registry)).toEqual({ 'get hit': 2, 'get miss': 1 });
  const durations = valuesOf(registry, 'cache_operation_duration_seconds');
  expect(durations['cache_operation_duration_seconds_count{cache="prices", operation="get"}']).toBe(3);
});

test('a watched map works as before and is recorded', () => {
  const registry = createRegistry();
  const map = createCacheRecorder(named, registry).watch('prices', new Map<string, number>());
  expect(map.set('a', 1)).toBe(map);
  expect([map.get('a'), map.get('b'), map.delete('a'), map.size]).toEqual([1, undefined, true, 0]);
  expect(operations(registry)).toEqual({
    'get hit': 1,
    'get miss': 1,
    'set success': 1,
    'delete success': 1,
  });
  expect(valuesOf(registry, 'cache_operation_duration_seconds')).toEqual({});
});

test('an operation that fails is a failure and neither a hit nor a miss', async () => {
  const registry = createRegistry();
  const error = new Error('no connection');
  const get = createCacheRecorder(named, registry).wrap('prices', () => Promise.reject(error));
  await expect(get()).rejects.toBe(error);
  expect(operations(registry)).toEqual({ 'get hit': 0, 'get miss': 0, 'get failure': 1 });
});

test('the size of a tracked cache is read at each scrape', () => {
  const registry = createRegistry();
  const caches = createCacheRecorder(named, registry);
  const map = new Map([['a', 'text']]);
  const lru = { size: 7, calculatedSize: 4096 };
  const stop = caches.track('map', map, { bytes: () => 100 * map.size });
  caches.track('lru', lru);
  map.set('b', 'text');
  const stopped = valuesOf(registry, 'cache_entries');
  expect(stopped).toEqual({ 'cache_entries{cache="map"}': 2, 'cache_entries{cache="lru"}': 7 });
  expect(valuesOf(registry, 'cache_size_bytes')).toEqual({
    'cache_size_bytes{cache="map"}': 200,
    'cache_size_bytes{cache="lru"}': 4096,
  });
  stop();
  expect(valuesOf(registry, 'cache_entries')).toEqual({ 'cache_entries{cache="lru"}': 7 });
});

test.runIf(hasProgram('redis-server'))('the operations of a real Redis client are recorded', async () => {
  const port = await freePort();
  const folder = temporaryFolder();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  const server = startProgram('redis-server', args);
  onTestFinished(() => stopProgram(server));
  await waitFor('Redis', () => server.output().includes('Ready to accept connections'));
  const client = createClient({ url: `redis://127.0.0.1:${port}` });
  client.on('error', () => undefined);
  await client.connect();
  const registry = createRegistry();
  const redis = createCacheRecorder(named, registry).watch('redis', client);
  await redis.set('a', '1');
  expect(await redis.get('a')).toBe('1');
  expect(await redis.get('b')).toBe(null);
  expect(await redis.mGet(['a', 'b', 'c'])).toEqual(['1', null, null]);
  expect(await redis.del('a')).toBe(1);
  await client.lPush('list', 'x');
  await expect(redis.get('list')).rejects.toThrow('WRONGTYPE');
  expect(operations(registry)).toEqual({
    'get hit': 2,
    'get miss': 3,
    'set success': 1,
    'get failure': 1,
    'delete success': 1,
  });
  client.destroy();
});
