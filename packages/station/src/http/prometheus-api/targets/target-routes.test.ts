import fastify from 'fastify';
import { expect, test } from 'vitest';
import { TargetHistory } from '../../../scrape/scrape-target.ts';
import { registerTargetRoutes } from './target-routes.ts';

function target(job: string) {
  return new TargetHistory({
    job,
    instance: `${job}:3000`,
    url: `http://${job}:3000/metrics`,
    intervalMs: 15_000,
    timeoutMs: 4000,
    nativeHistograms: false,
    labels: { job },
  });
}

/** The API over two targets that were not yet scraped. */
async function ask(url: string) {
  const server = fastify();
  registerTargetRoutes(server, () => [target('shop').view(), target('cart').view()]);
  return (await server.inject(url)).json<{ data: Record<string, Record<string, unknown>[]> }>().data;
}

test('a target tells its own timeout, and the zero time before its first scrape', async () => {
  expect(await ask('/api/v1/targets?scrapePool=shop')).toMatchObject({
    activeTargets: [
      { scrapeInterval: '15s', scrapeTimeout: '4s', health: 'unknown', lastScrape: '0001-01-01T00:00:00Z' },
    ],
  });
});

test.each([
  ['', ['cart', 'shop'], { cart: 0, shop: 0 }],
  ['?state=active', ['cart', 'shop'], null],
  ['?state=Dropped', [], { cart: 0, shop: 0 }],
  ['?state=ANY&scrapePool=cart', ['cart'], { cart: 0, shop: 0 }],
])('targets for "%s" are chosen by state and pool', async (question, pools, counts) => {
  const data = await ask(`/api/v1/targets${question}`);
  expect(data['activeTargets'].map(({ scrapePool }) => scrapePool)).toEqual(pools);
  expect(data).toMatchObject({ droppedTargets: [], droppedTargetCounts: counts });
});

test('every job is a pool', async () => {
  expect(await ask('/api/v1/scrape_pools')).toEqual({ scrapePools: ['cart', 'shop'] });
});
