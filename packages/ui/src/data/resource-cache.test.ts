import { expect, test, vi } from 'vitest';
import { createResourceCache } from './resource-cache.ts';

test('whoever asks the same question shares one answer', () => {
  const cache = createResourceCache();
  const load = vi.fn<() => Promise<string>>(() => Promise.resolve('answer'));
  expect(cache.get('a', load, {})).toBe(cache.get('a', load, {}));
  expect(cache.get('b', load, {})).not.toBe(cache.get('a', load, {}));
});

test('what is shown is asked for again at a refresh and after events that change it', async () => {
  const cache = createResourceCache();
  const loads = { live: 0, told: 0, unused: 0 };
  const live = cache.get('live', () => Promise.resolve(++loads.live), { on: ['alerts'] });
  const told = cache.get('told', () => Promise.resolve(++loads.told), { on: ['targets'], isLive: false });
  cache.get('unused', () => Promise.resolve(++loads.unused), {});
  live.subscribe(() => undefined);
  told.subscribe(() => undefined);
  await Promise.all([live.refresh(), told.refresh()]);
  cache.refresh();
  await live.refresh();
  expect(loads).toEqual({ live: 2, told: 1, unused: 0 });
  cache.onEvent('targets');
  await told.refresh();
  expect(loads).toEqual({ live: 2, told: 2, unused: 0 });
});

test('what nobody shows is forgotten when there is much of it; what is shown is kept', () => {
  const cache = createResourceCache();
  const load = (): Promise<string> => Promise.resolve('');
  const shown = cache.get('shown', load, {});
  shown.subscribe(() => undefined);
  const first = cache.get('first', load, {});
  for (let index = 0; index < 200; index++) cache.get(`other ${index}`, load, {});
  expect(cache.get('shown', load, {})).toBe(shown);
  expect(cache.get('first', load, {})).not.toBe(first);
});
