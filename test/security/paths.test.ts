import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { suiteFolder } from '../support/temporary-folder.ts';
import { rawRequest, statusOf } from './raw-request.ts';
import type { Exposed } from './start-exposed.ts';
import { startExposed } from './start-exposed.ts';

/** Ways to write "one folder up", for whoever decodes once too often or too late. */
const UP = ['..', '%2e%2e', '%252e%252e', '..;', '.%2e', '%c0%ae%c0%ae', '..%00', '%u002e%u002e', '\u2025'];
const SLASH = ['/', '%2f', '%5c', '\\', '%252f', '%c0%af', '//'];
const BEFORE = [
  '/',
  '/assets',
  '/d',
  '/api/telltale/saved_dashboards',
  '/api/v1/label',
  '/metrics/job',
  '//',
];
/** What lies beside the folder of the pages, and what every machine has. */
const WANTED = [
  { up: 1, file: 'beside.txt' },
  { up: 2, file: 'beside.txt' },
  { up: 12, file: 'etc/passwd' },
];
const BESIDE = 'lies beside the pages';

/* One process serves all tests of this file: whatever one of them does to it, the next ones would see. */
const folder = suiteFolder();
let exposed: Exposed;

beforeAll(async () => {
  const webFolder = join(folder.path, 'web');
  mkdirSync(join(webFolder, 'assets'), { recursive: true });
  writeFileSync(join(webFolder, 'index.html'), '<!doctype html><title>Telltale</title>');
  writeFileSync(join(webFolder, 'assets', 'a.js'), '');
  writeFileSync(join(folder.path, 'beside.txt'), BESIDE);
  const dataFolder = join(folder.path, 'data');
  exposed = await startExposed({ dataFolder, webFolder, lifecycleApi: true, adminApi: true });
});
afterAll(async () => {
  expect(await exposed?.stop()).toBe('');
});

/** Nothing in between tidies the path, as clients do. */
function ask(target: string, headers = 'Accept: text/html\r\n', method = 'GET'): Promise<string> {
  const { hostname } = new URL(exposed.url);
  const head = `${method} ${target} HTTP/1.1\r\nHost: ${hostname}\r\n${headers}Connection: close\r\n\r\n`;
  return rawRequest(exposed.ports.station, Buffer.from(head), () => false);
}

test('no way to write a path leads out of the folder of the pages (case 86)', async () => {
  const targets = BEFORE.flatMap((before) =>
    UP.flatMap((up) =>
      SLASH.flatMap((slash) =>
        WANTED.map((wanted) => `${before}${slash}${`${up}${slash}`.repeat(wanted.up)}${wanted.file}`),
      ),
    ),
  );
  for (let first = 0; first < targets.length; first += 50) {
    await Promise.all(
      targets.slice(first, first + 50).map(async (target) => {
        const answer = await ask(target);
        expect(statusOf(answer), target).toBeGreaterThan(0);
        expect(statusOf(answer), `${target}: ${answer}`).toBeLessThan(500);
        expect(answer, target).not.toMatch(/root:.*:0:0:/);
        expect(answer, target).not.toContain(BESIDE);
      }),
    );
  }
});

test('a route that is asked for by its pattern takes that for a name that nobody has (case 86)', async () => {
  const { routes } = exposed;
  expect(routes.length).toBeGreaterThan(60);
  const patterns = routes.filter(({ path }) => /[:*]/.test(path));
  expect(patterns.length).toBeGreaterThan(8);
  const headers = 'Content-Type: application/json\r\nContent-Length: 0\r\n';
  for (const { path, methods } of patterns) {
    const unknown = path.replaceAll(/:\w+|\*/g, 'nobody-of-this-name');
    for (const method of methods) {
      const [asked, expected] = [await ask(path, headers, method), await ask(unknown, headers, method)];
      expect(statusOf(asked), `${method} ${path}`).toBe(statusOf(expected));
      expect(statusOf(asked), `${method} ${path}`).toBeLessThan(500);
    }
  }
});

describe('nobody is led to another site (case 86)', () => {
  test.each([
    '//evil.example',
    '/\\evil.example',
    '/%5cevil.example',
    '/%2f%2fevil.example',
    '//evil.example/%2e%2e',
  ])('by %s', async (target) => {
    for (const path of [target, `/login?next=${target}`, `/login${target}`, `/d${target}/..`]) {
      const answer = await ask(path);
      expect(answer, path).not.toMatch(/^location:/im);
      expect(statusOf(answer), path).toBeLessThan(500);
    }
  });
});

describe('a page of another site', () => {
  test('that lets its own name point here is not answered (case 85)', async () => {
    for (const host of [
      'evil.example',
      `evil.example:${exposed.ports.station}`,
      '127.0.0.1.evil.example',
      '0.0.0.0',
      '[::]',
      '',
      '127.0.0.1@evil.example',
    ]) {
      const head = `GET /api/telltale/status HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
      const answer = await rawRequest(exposed.ports.station, head, () => false);
      expect([400, 421], host).toContain(statusOf(answer));
      expect(answer).not.toContain('"dataFolder"');
    }
  });

  test('changes nothing at any route that takes more than GET (case 85)', async () => {
    const writing = exposed.routes.flatMap(({ path, methods }) =>
      methods.filter((method) => !['GET', 'HEAD'].includes(method)).map((method) => [method, path] as const),
    );
    expect(writing.length).toBeGreaterThan(30);
    for (const [method, path] of writing) {
      for (const from of [
        'Origin: http://evil.example',
        'Origin: null',
        'Sec-Fetch-Site: cross-site',
        'Sec-Fetch-Site: same-site',
      ]) {
        const answer = await ask(
          path.replaceAll(/:\w+|\*/g, 'x'),
          `${from}\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n`,
          method,
        );
        expect(statusOf(answer), `${method} ${path} ${from}`).toBe(403);
      }
    }
  });
});
