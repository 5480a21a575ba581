import {
  ai,
  cache,
  database,
  defineMonitoring,
  messages,
  methods,
  task,
  websocket,
} from '@telltale/definition';
import { expect, test } from 'vitest';
import { diagnosticsOf } from '../../test/support/registry-view.ts';
import { instrument } from '../instrument.ts';

const everyKit = defineMonitoring({
  service: 'shop',
  kits: [ai(), cache(), database(), messages(), methods(), task(), websocket()],
});

const map = new Map([['a', 1]]);

test.each([
  ['with all kits', everyKit],
  ['without any kit', defineMonitoring({ service: 'shop' })],
])('%s, what user code gives is what it gives when it is recorded', async (_, definition) => {
  const t = instrument(definition);
  expect(t.tasks.run('pdf', () => 1)).toBe(1);
  expect(t.messages.run({ topic: 'orders' }, () => 2)).toBe(2);
  expect(t.databases.query('select 1', () => 3)).toBe(3);
  expect(t.caches.wrap('prices', (key: string) => map.get(key))('a')).toBe(1);
  expect(t.ai.run({ provider: 'own', model: 'small' }, () => 4)).toBe(4);
  expect(t.observed({ name: 'five' })(() => 5)()).toBe(5);
  await t.shutdown();
});

test('something that cannot be watched is told and never thrown', async () => {
  const t = instrument(everyKit);
  const told = diagnosticsOf(t.registry);
  t.websockets.watch(undefined as never)();
  t.databases.watchPool(null as never)();
  expect(t.databases.watchQueries(7 as never)).toBe(7);
  expect(t.caches.watch('prices', 'text' as never)).toBe('text');
  t.caches.track('prices', undefined as never)();
  expect(t.ai.watch(null as never)).toBe(null);
  t.tasks.watchQueue('mail', undefined as never)();
  expect(told.map(({ metric }) => metric)).toEqual([
    'websocket.hook',
    'database.hook',
    'cache.hook',
    'ai.hook',
    'task.hook',
  ]);
  await t.shutdown();
});

test('the recorders of one definition record into the metrics that it declares', async () => {
  const t = instrument(everyKit);
  t.metrics.tasks_total.inc({ type: 'pdf', status: 'success' });
  t.tasks.run('pdf', () => undefined);
  expect(t.registry.expose()).toContain('tasks_total{type="pdf",status="success"} 2');
  await t.shutdown();
});
