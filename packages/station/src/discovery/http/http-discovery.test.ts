import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ResolvedScrapeAccess } from '@telltale/definition';
import { systemClock } from '@telltale/model';
import { expect, onTestFinished, test, vi } from 'vitest';
import { HttpConnections } from '../../access/http-connections.ts';
import { createDiscoverer } from '../discoverer.ts';
import { httpDiscovery } from './http-discovery.ts';

const NOBODY = new AbortController().signal;
const json: RequestListener = (_, response) =>
  response
    .setHeader('content-type', 'application/json; charset=utf-8')
    .end('[{"targets": ["a:1", "a:2"], "labels": {"zone": "x"}}]');

/** A place that is a real server. */
async function placeAt(listener: RequestListener, refreshMs = 30_000, access: ResolvedScrapeAccess = {}) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const connections = new HttpConnections();
  onTestFinished(async () => {
    await connections.close();
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/targets?of=shop`;
  return { url, place: httpDiscovery({ kind: 'http', url, refreshMs, access }, connections) };
}

test('a server is asked as Prometheus asks, and its list has the address as a label', async () => {
  let headers: NodeJS.Dict<string | string[]> = {};
  vi.stubEnv('SD_PASSWORD', 'secret');
  onTestFinished(() => void vi.unstubAllEnvs());
  const access = {
    basicAuth: { username: 'me', password: { env: 'SD_PASSWORD' } },
    headers: { 'x-team': 'shop' },
  };
  const { place, url } = await placeAt(
    (request, response) => {
      ({ headers } = request);
      json(request, response);
    },
    90_500,
    access,
  );
  const { groups, error } = await place.look(NOBODY);
  expect(error).toBe('');
  expect(groups.map(({ labels, targets }) => [labels.toObject(), targets.length])).toEqual([
    [{ zone: 'x', __meta_url: url }, 2],
  ]);
  expect(headers).toMatchObject({
    accept: 'application/json',
    'x-prometheus-refresh-interval-seconds': '90.5',
    authorization: `Basic ${Buffer.from('me:secret').toString('base64')}`,
    'x-team': 'shop',
  });
});

test.each<[string, RequestListener, string]>([
  ['another status', (_, response) => response.writeHead(503).end('later'), 'HTTP 503 instead of 200'],
  ['another type', (_, response) => response.end('[]'), 'the answer is of no type, not application/json'],
  [
    'half a list',
    (_, response) => response.setHeader('content-type', 'application/json').end('[{"targets": ["a:1"'),
    'the answer is not JSON',
  ],
  [
    'something else',
    (_, response) => response.setHeader('content-type', 'application/json').end('{"targets": []}'),
    'it is not a list of target groups',
  ],
  [
    'a connection that breaks',
    (_, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      response.write('[', () => response.destroy());
    },
    'closed',
  ],
  [
    'a list without end',
    (_, response) => {
      response.setHeader('content-type', 'application/json');
      const piece = Buffer.alloc(1024 * 1024, ' ');
      const more = (): void => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', more);
      more();
    },
    'larger than 8388608 bytes',
  ],
])('%s is an error, and the last good list counts', async (_, listener, message) => {
  let isGood = true;
  const { place } = await placeAt((request, response) => (isGood ? json : listener)(request, response), 50);
  const discoverer = createDiscoverer(place, systemClock, () => undefined);
  onTestFinished(() => discoverer.stop());
  discoverer.start();
  await discoverer.ready;
  expect(discoverer.status()).toMatchObject({ targets: 2, error: '' });
  isGood = false;
  await expect.poll(() => discoverer.status().error, { timeout: 10_000 }).toContain(message);
  expect(discoverer.status().targets).toBe(2);
  isGood = true;
  await expect.poll(() => discoverer.status().error, { timeout: 10_000 }).toBe('');
});

test('a server that does not answer is left in time, and at the end', async () => {
  const { place } = await placeAt(() => undefined, 50);
  await expect(place.look(NOBODY)).rejects.toThrow('no complete answer within 50 ms');
  const { place: slow } = await placeAt(() => undefined, 3_600_000);
  const discoverer = createDiscoverer(slow, systemClock, () => undefined);
  discoverer.start();
  await discoverer.stop();
  expect(discoverer.groups()).toEqual([]);
});
