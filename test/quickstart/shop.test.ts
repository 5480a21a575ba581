import { join } from 'node:path';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { freePort } from '../support/free-port.ts';
import type { Program } from '../support/program.ts';
import { ROOT, runProgram, startProgram, stopProgram } from '../support/program.ts';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';

const folder = suiteFolder();
let shop: Program;
let url: string;
let env: Record<string, string>;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  env = { SHOP_PORT: String(port), SHOP_DB: join(folder.path, 'shop.db') };
  const script = join(ROOT, 'examples/quickstart/src/shop/main.ts');
  shop = startProgram('node', ['--conditions=@telltale/source', '--no-warnings', script], { env });
  await waitFor('the shop', async () => (await fetch(url)).ok);
});
afterAll(() => stopProgram(shop));

function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
    redirect: 'manual',
  });
}

async function metric(series: string): Promise<number> {
  const page = await (await fetch(`${url}/metrics`)).text();
  const line = page.split('\n').find((text) => text.startsWith(`${series} `));
  return Number(line?.slice(series.length + 1) ?? 0);
}

async function filledCart(): Promise<Record<string, string>> {
  const response = await post('/api/cart', { product: 'bell', quantity: 2 });
  expect(response.status).toBe(200);
  return { cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
}

test('an order takes pieces from the shelf, is counted, and empties the cart', async () => {
  const visitor = await filledCart();
  const before = await metric('orders_total');
  const response = await post('/api/checkout', {}, visitor);
  expect(response.status).toBe(201);
  expect(await response.json()).toMatchObject({
    totalCents: 25_000,
    lines: [{ product: 'bell', quantity: 2 }],
  });
  expect(await metric('orders_total')).toBe(before + 1);
  expect((await post('/api/checkout', {}, visitor)).status).toBe(409);
});

test('every part of the shop records into the telemetry of its one monitoring module', async () => {
  const parts = ['stock_items{product="anchor"}', 'carts_open', 'orders_total', 'http_requests_in_flight'];
  const page = await (await fetch(`${url}/metrics`)).text();
  for (const series of parts) expect(page).toContain(`\n${series} `);
});

test('requests are counted by the pattern of their route, not by their path', async () => {
  const series = 'http_requests_total{method="GET",route="/product/:id",status_code="404"}';
  const before = await metric(series);
  for (const id of ['kraken', 'siren', '%00']) await fetch(`${url}/product/${id}`);
  expect(await metric(series)).toBe(before + 3);
});

test('a broken checkout fails and puts the pieces back on the shelf', async () => {
  const visitor = await filledCart();
  const stock = async () => (await (await fetch(`${url}/api/products/bell`)).json()).stock;
  const before = await stock();
  expect((await runProgram('node', ['scripts/shop-fault.mjs', 'break'], { env })).exit).toBe(0);
  expect((await post('/api/checkout', {}, visitor)).status).toBe(502);
  expect(await stock()).toBeGreaterThanOrEqual(before);
  expect((await runProgram('node', ['scripts/shop-fault.mjs', 'fix'], { env })).exit).toBe(0);
  expect((await post('/api/checkout', {}, visitor)).status).toBe(201);
});

test.each([
  ['a page of another site', { origin: 'http://evil.example' }],
  ['another port of this machine', { 'sec-fetch-site': 'same-site' }],
])('%s cannot break the checkout', async (_, headers) => {
  expect((await post('/fault', { checkout: 'failing' }, headers)).status).toBe(403);
});

test.each([
  ['text that is no JSON', '{'],
  ['JSON that is no object', '7'],
  ['more than it takes', JSON.stringify({ product: 'x'.repeat(20_000) })],
])('%s is refused and the shop goes on', async (_, body) => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(`${url}/api/cart`, { method: 'POST', body, headers });
  expect(response.status).toBe(400);
  expect((await fetch(url)).status).toBe(200);
});

test('what a visitor searches for is shown as text', async () => {
  const response = await fetch(`${url}/search?q=${encodeURIComponent('<script>alert(1)</script>')}`);
  const page = await response.text();
  expect(page).not.toContain('<script>');
  expect(page).toContain('&lt;script&gt;');
});

test('break says in one line that no shop is running', async () => {
  const unused = String(await freePort());
  const { exit, output } = await runProgram('node', ['scripts/shop-fault.mjs', 'break'], {
    env: { SHOP_PORT: unused },
  });
  expect(exit).toBe(1);
  expect(output.trim().split('\n')).toHaveLength(1);
  expect(output).toContain('npm start');
});

test('a shop that is asked to stop by several at once stops once', async () => {
  // A connection is open, so that it is not gone before the second one asks.
  await fetch(url);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGINT'] as const) shop.kill(signal);
  expect(await shop.exit).toBe(0);
  expect(shop.output()).not.toContain('Error');
});
