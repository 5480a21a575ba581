import { LabelSet, VirtualClock } from '@telltale/model';
import { expect, test } from 'vitest';
import { createDiscoverer } from './discoverer.ts';
import type { Findings } from './discoverer.ts';

const findings = (...addresses: readonly string[]): Findings => ({
  groups: [
    {
      source: 'test',
      labels: LabelSet.empty,
      targets: addresses.map((address) => LabelSet.of({ __address__: address })),
    },
  ],
  error: '',
});

/** A place that is looked at every second. */
function setUp(look: () => Promise<Findings>) {
  const clock = new VirtualClock(0);
  let change = (): void => {};
  let found = 0;
  const watch = (onChange: () => void) => {
    change = onChange;
    return { renew: () => undefined, close: () => undefined };
  };
  const place = { mechanism: 'http', place: 'here', refreshMs: 1000, look, watch } as const;
  const discoverer = createDiscoverer(place, clock, () => void found++);
  return { clock, discoverer, change: () => change(), found: () => found };
}

test('a place is looked at again and again, and an error leaves what is known', async () => {
  const answers: (() => Promise<Findings>)[] = [
    async () => findings('a', 'b'),
    async () => Promise.reject(new Error('no answer')),
    async () => findings('c'),
  ];
  const { clock, discoverer, found } = setUp(() => answers.shift()!());
  discoverer.start();
  await discoverer.ready;
  expect(discoverer.status()).toMatchObject({ targets: 2, lastRefreshMs: 0, error: '', failures: 0 });
  await clock.advanceTo(1500);
  expect(discoverer.status()).toMatchObject({
    targets: 2,
    lastRefreshMs: 0,
    error: 'no answer',
    failures: 1,
  });
  await clock.advanceTo(2000);
  expect(discoverer.status()).toMatchObject({ targets: 1, lastRefreshMs: 2000, error: '', refreshes: 3 });
  expect(found()).toBe(3);
  await discoverer.stop();
  expect(clock.nextDueMs()).toBeUndefined();
});

test('a change while it is looked at leads to another look, and many changes to one', async () => {
  let looks = 0;
  let finish = (): void => {};
  const { clock, discoverer, change } = setUp(() => {
    looks++;
    return new Promise((resolve) => (finish = () => resolve(findings())));
  });
  discoverer.start();
  change();
  change();
  finish();
  await clock.advanceBy(0);
  expect(looks).toBe(2);
  finish();
  await discoverer.ready;
  for (let i = 0; i < 10; i++) change();
  await clock.advanceBy(100);
  expect(looks).toBe(3);
  finish();
  await discoverer.stop();
  change();
  await clock.advanceBy(10_000);
  expect(looks).toBe(3);
});
