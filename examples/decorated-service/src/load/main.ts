import { setTimeout as delay } from 'node:timers/promises';
import { stopRequest } from 'telltale-example-support/programs';

import { addressOf } from '../sites.ts';

// Customers who look around, order, and sometimes go away before the answer is there.
const CUSTOMERS = 8;
const PAUSE_MS = 300;
const SKUS = ['compass', 'lantern', 'rope', 'kraken'];
const IMPATIENCE_MS = 5;

const url = `http://${addressOf('orders', process.env)}`;
const stop = stopRequest();

async function visit(customer: string): Promise<void> {
  await ask('/products', {});
  const sku = SKUS[Math.floor(Math.random() * SKUS.length)];
  const quantity = 1 + Math.floor(Math.random() * 12);
  const isImpatient = Math.random() < 0.05;
  await ask('/orders', {
    method: 'POST',
    body: JSON.stringify({ sku, quantity, customer }),
    signal: isImpatient ? AbortSignal.timeout(IMPATIENCE_MS) : stop,
  });
}

async function ask(path: string, init: RequestInit): Promise<void> {
  // The shop may be down, or slow: they come again.
  const response = await fetch(`${url}${path}`, { signal: stop, ...init }).catch(() => undefined);
  await response?.arrayBuffer().catch(() => undefined);
}

async function comeAgain(customer: string): Promise<void> {
  while (!stop.aborted) {
    await visit(customer);
    await delay(PAUSE_MS * (0.5 + Math.random()), undefined, { signal: stop }).catch(() => undefined);
  }
}

await Promise.all(Array.from({ length: CUSTOMERS }, (_, index) => comeAgain(`customer-${index}`)));
