import fastify from 'fastify';
import { expect, test } from 'vitest';
import { TargetHistory } from '../../../scrape/scrape-target.ts';
import { registerTargetRoutes } from './target-routes.ts';

function pool(name: string, droppedNames: readonly string[] = []) {
  const history = new TargetHistory({
    job: name,
    instance: `${name}:3000`,
    url: `http://${name}:3000/metrics`,
    intervalMs: 15_000,
    timeoutMs: 4000,
    nativeHistograms: false,
    labels: { job: name },
  });
  const active = [{ view: history.view(), discoveredLabels: { __address__: `${name}:3000` } }];
  const dropped = droppedNames.map((address) => ({ __address__: address }));
  return { name, active: () => active, dropped: () => dropped, droppedCount: dropped.length };
}

/** The API over two jobs that were not yet scraped; one of them has dropped a target. */
async function ask(url: string) {
  const server = fastify();
  registerTargetRoutes(server, () => [pool('shop', ['old:3000']), pool('cart')]);
  return (await server.inject(url)).json<{ data: Record<string, Record<string, unknown>[]> }>().data;
}

test('a target tells what it was found as, its own timeout, and the zero time before its first scrape', async () => {
  expect(await ask('/api/v1/targets?scrapePool=shop')).toMatchObject({
    activeTargets: [
      {
        discoveredLabels: { __address__: 'shop:3000' },
        scrapeInterval: '15s',
        scrapeTimeout: '4s',
        health: 'unknown',
        lastScrape: '0001-01-01T00:00:00Z',
      },
    ],
  });
});

test.each([
  ['', ['cart', 'shop'], ['old:3000'], { cart: 0, shop: 1 }],
  ['?state=active', ['cart', 'shop'], [], null],
  ['?state=Dropped', [], ['old:3000'], { cart: 0, shop: 1 }],
  ['?state=ANY&scrapePool=cart', ['cart'], [], { cart: 0, shop: 1 }],
])('targets for "%s" are chosen by state and pool', async (question, pools, dropped, counts) => {
  const data = await ask(`/api/v1/targets${question}`);
  expect(data['activeTargets'].map(({ scrapePool }) => scrapePool)).toEqual(pools);
  expect(data['droppedTargets']).toEqual(
    dropped.map((address) => ({ discoveredLabels: { __address__: address }, scrapePool: 'shop' })),
  );
  expect(data).toMatchObject({ droppedTargetCounts: counts });
});

test('every job is a pool', async () => {
  expect(await ask('/api/v1/scrape_pools')).toEqual({ scrapePools: ['cart', 'shop'] });
});
