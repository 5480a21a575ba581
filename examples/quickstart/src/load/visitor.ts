import { setTimeout as delay } from 'node:timers/promises';

import { PRODUCT_IDS } from '../shop/catalogue.ts';
import type { Client } from './client.ts';
import type { Pace } from './pace.ts';

const SEARCHES = ['brass', 'wind', 'four', 'watch', 'deck'];
const LONGEST_BACK_OFF_MS = 5000;

function pick(values: readonly string[]): string {
  return values[Math.floor(Math.random() * values.length)];
}

function happens(chance: number): boolean {
  return Math.random() < chance;
}

/** A visitor who comes again and again; while the shop is down, ever more rarely. Never ends. */
export async function visitForever(client: Client, pace: Pace): Promise<never> {
  let backOffMs = 250;
  for (;;) {
    try {
      await (happens(0.25) ? visitApi(client, pace) : visitPages(client, pace));
      backOffMs = 250;
    } catch {
      await delay(backOffMs);
      backOffMs = Math.min(LONGEST_BACK_OFF_MS, backOffMs * 2);
    }
  }
}

/** Looks around, searches sometimes, mistypes sometimes, and buys in four visits of ten. */
async function visitPages(client: Client, pace: Pace): Promise<void> {
  const get = async (path: string) => {
    await pace.turn();
    await client.get(path);
  };
  await get('/');
  if (happens(0.3)) await get(`/search?q=${pick(SEARCHES)}`);
  if (happens(0.08)) await get('/product/kraken');
  const product = pick(PRODUCT_IDS);
  await get(`/product/${product}`);
  if (happens(0.5)) await get(`/product/${pick(PRODUCT_IDS)}`);
  if (!happens(0.4)) return;
  await pace.turn();
  await client.post('/cart', { product, quantity: happens(0.2) ? '2' : '1' });
  await get('/cart');
  await pace.turn();
  await client.post('/checkout', {});
}

async function visitApi(client: Client, pace: Pace): Promise<void> {
  await pace.turn();
  await client.get('/api/products');
  const product = pick(PRODUCT_IDS);
  await pace.turn();
  await client.get(`/api/products/${product}`);
  if (!happens(0.4)) return;
  await pace.turn();
  await client.post('/api/cart', { product });
  await pace.turn();
  await client.post('/api/checkout', {});
}
