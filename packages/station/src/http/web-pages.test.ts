import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createServer } from './server.ts';
import { registerWebPages } from './web-pages.ts';

let folder: string;
let server: FastifyInstance;
let visits = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'telltale-pages-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Telltale</title>');
  await writeFile(join(folder, 'assets/index-abc.js'), 'export {};');
  server = await createServer();
  await registerWebPages(server, folder, () => visits++);
});

afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const ask = (url: string) => server.inject({ url, headers: { host: '127.0.0.1:4400' } });

test.each([
  '/',
  '/s/shop',
  '/d',
  '/d/shop?var-env=prod&range=6h',
  '/explore?q=up',
  '/targets',
  '/rules',
  '/alerts',
  '/alerts/HighErrorRate',
  '/silences',
  '/silences/c53b49e9-a4f0-43ac-82cf-6a0cb3b7f959',
  '/login?next=%2Frules',
])('%s is a page that can be opened, reloaded and linked to', async (url) => {
  const { statusCode, headers, body } = await ask(url);
  expect(statusCode).toBe(200);
  expect(headers['content-type']).toMatch(/^text\/html/);
  expect(headers['cache-control']).toBe('no-cache');
  expect(headers['content-security-policy']).toContain("script-src 'self'");
  expect(body).toContain('<title>Telltale</title>');
});

test('who opens a page is told of before it asks for anything, who loads its parts is not', async () => {
  const before = visits;
  await ask('/rules');
  await ask('/assets/index-abc.js');
  await ask('/nowhere');
  expect(visits).toBe(before + 1);
});

test('what has a hash in its name is kept for ever, and what is not there is not found', async () => {
  expect((await ask('/assets/index-abc.js')).headers['cache-control']).toContain('immutable');
  expect((await ask('/assets/index-old.js')).statusCode).toBe(404);
  expect((await ask('/nowhere')).statusCode).toBe(404);
});

test('who mistypes the address of a page is shown the pages; programs and who asks the API are told in words', async () => {
  const look = (url: string) =>
    server.inject({ url, headers: { host: '127.0.0.1:4400', accept: 'text/html,*/*;q=0.8' } });
  const { statusCode, body } = await look('/target');
  expect(statusCode).toBe(404);
  expect(body).toContain('<title>Telltale</title>');
  expect((await look('/api/telltale/nothing')).json()).toMatchObject({
    error: expect.stringContaining('is not served here'),
  });
  expect((await ask('/target')).json()).toMatchObject({
    error: expect.stringContaining('is not served here'),
  });
});
