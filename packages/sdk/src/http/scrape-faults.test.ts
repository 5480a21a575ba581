import { once } from 'node:events';
import { createServer, request as httpRequest } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { parseExposition } from '@telltale/model';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { waitFor } from '../../test/support/real-programs.ts';
import type { Registry } from '../registry/registry.ts';
import { createRegistry } from '../registry/registry.ts';
import { createMetricsEndpoint } from './metrics-endpoint.ts';

const SERIES = 40_000;

/** Long texts: several times as much as a pair of sockets takes without being read. */
const PADDING = 'and some more text, '.repeat(10);

let registry: Registry;
let server: Server;
let port: number;

beforeEach(async () => {
  registry = createRegistry({ maxSeriesPerMetric: SERIES });
  const endpoint = createMetricsEndpoint(registry);
  server = createServer(endpoint.answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

/** A gauge whose page is larger than what sockets hold back. */
function manySeries() {
  const gauge = registry.gauge('many', { help: 'Many', labels: { of: 'any' } });
  const fill = (value: number) => {
    for (let i = 0; i < SERIES; i++) gauge.set({ of: `number ${i} ${PADDING}` }, value);
  };
  fill(0);
  return fill;
}

async function scrape(headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const request = httpRequest({ port, headers }).end();
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const body = Buffer.concat(await response.toArray());
  return (response.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body).toString();
}

/** A client that asks and then does not read. */
async function slowClient(): Promise<Socket> {
  const socket = connect(port, '127.0.0.1').pause();
  await once(socket, 'connect');
  socket.write('GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
  return socket;
}

/** Whether a response is not whole, and its client does not take more of it. */
function isHeldBack(response: ServerResponse): boolean {
  return response.writableNeedDrain && !response.writableEnded;
}

function valuesOf(page: string, name: string): Set<number> {
  const family = parseExposition(page).families.find((one) => one.name === name);
  return new Set(family?.samples.map(({ value }) => value));
}

describe('a collector', () => {
  test('that throws spoils only its own metric', async () => {
    registry.gauge('broken', { help: 'Broken' }).collect(() => {
      throw new Error('no');
    });
    registry.gauge('sound', { help: 'Sound' }).collect(() => 7);
    const page = await scrape();
    expect(page).toContain('sound 7\n');
    expect(page).toContain('telltale_sdk_dropped_total{reason="collect_failed"} 1\n');
  });

  test('that never settles is left behind in the time that the scraper has', async () => {
    registry.gauge('hanging', { help: 'Hanging' }).collect(() => new Promise<number>(() => undefined));
    registry.gauge('sound', { help: 'Sound' }).collect(async () => 7);
    const startMs = performance.now();
    const page = await scrape({ 'x-prometheus-scrape-timeout-seconds': '0.2' });
    expect(page).toContain('sound 7\n');
    // Its own limit would be five seconds.
    expect(performance.now() - startMs).toBeLessThan(4000);
  });
});

describe('a large page', () => {
  test('is the same for two scrapes at once, whatever changes in between', async () => {
    const fill = manySeries();
    await scrape();
    fill(1);
    const requested = once(server, 'request') as Promise<[IncomingMessage, ServerResponse]>;
    const slow = await slowClient();
    const [, response] = await requested;
    await waitFor('the socket to hold back', () => response.writableNeedDrain);
    // The slow client has been sent some of the blocks that change now.
    fill(22);
    const [plain, zipped] = await Promise.all([scrape(), scrape({ 'accept-encoding': 'gzip' })]);
    expect(valuesOf(plain, 'many')).toEqual(new Set([22]));
    expect(valuesOf(zipped, 'many')).toEqual(new Set([22]));
    const late = Buffer.concat(await slow.resume().toArray()).toString();
    const body = unchunked(late.slice(late.indexOf('\r\n\r\n') + 4));
    const values = valuesOf(body, 'many');
    // Each block is as it was when it was made; none is mixed with what came later.
    expect(values).toEqual(new Set([1, 22]));
    expect(body.match(/^many\{/gm)).toHaveLength(SERIES);
  });

  test('is not made ahead of a client that does not read', async () => {
    manySeries();
    await scrape();
    const responses: ServerResponse[] = [];
    server.on('request', (_, response: ServerResponse) => responses.push(response));
    const clients = await Promise.all(Array.from({ length: 10 }, () => slowClient()));
    await waitFor('the responses to hold back', () => responses.filter(isHeldBack).length === clients.length);
    // A whole page is 9 MB; the next chunk is made when this one has gone.
    for (const response of responses) expect(response.writableLength).toBeLessThan(1e6);
    for (const client of clients) client.destroy();
    expect(valuesOf(await scrape(), 'many')).toEqual(new Set([0]));
  });

  test('that a client leaves in the middle of is given up', async () => {
    manySeries();
    const client = await slowClient();
    await once(client.resume(), 'data');
    client.destroy();
    await waitFor(
      'the connection to be closed',
      () =>
        new Promise<boolean>((resolve) => {
          server.getConnections((_, count) => resolve(count === 0));
        }),
    );
    expect(valuesOf(await scrape(), 'many')).toEqual(new Set([0]));
  });

  test('leaves the event loop to others in between', async () => {
    manySeries();
    await scrape();
    let turns = 0;
    let isOn = true;
    const tick = () => {
      turns++;
      if (isOn) setImmediate(tick);
    };
    setImmediate(tick);
    await scrape();
    isOn = false;
    expect(turns).toBeGreaterThan(5);
  });
});

describe('a malformed request', () => {
  test.each([
    'GET http:// HTTP/1.1\r\nHost: x\r\n\r\n',
    'GET /%ff%fe%00?%% HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\nAccept: ;;q=,,"\r\nAccept-Encoding: ;\r\nConnection: close\r\n\r\n',
    'GET / HTTP/1.1\r\nHost: x\r\nX-Prometheus-Scrape-Timeout-Seconds: -1e999\r\nConnection: close\r\n\r\n',
    '\0\0\0\r\n\r\n',
    'BREW / HTTP/1.1\r\nHost: x\r\n\r\n',
  ])('%j is answered or refused, and the next scrape is fine', async (text) => {
    const socket = connect(port, '127.0.0.1');
    socket.end(text);
    const answer = Buffer.concat(await socket.toArray()).toString();
    expect(answer).toMatch(/^HTTP\/1\.1 (?:200|400|404)/);
    expect(await scrape()).toContain('telltale_sdk_dropped_total');
  });
});

test('metrics that cannot be gathered are an error of the server, not a page', async () => {
  const endpoint = createMetricsEndpoint({ gather: () => Promise.reject(new Error('no')) });
  server.removeAllListeners('request').on('request', endpoint.answer);
  const response = await fetch(`http://127.0.0.1:${port}/`);
  expect([response.status, await response.text()]).toEqual([500, 'The metrics could not be gathered.\n']);
});

describe('a request of fetch', () => {
  const ask = (headers: Readonly<Record<string, string>>, method = 'GET') =>
    createMetricsEndpoint(registry).respond(new Request('http://x/metrics', { headers, method }));

  test('is answered in the format that it asks for', async () => {
    const response = await ask({ accept: 'application/openmetrics-text;version=1.0.0' });
    expect(response.headers.get('content-type')).toMatch('openmetrics');
    expect(await response.text()).toMatch(/# EOF\n$/);
    expect((await ask({}, 'POST')).status).toBe(405);
    expect(await (await ask({}, 'HEAD')).text()).toBe('');
  });

  test('is answered compressed where it accepts that', async () => {
    manySeries();
    const response = await ask({ 'accept-encoding': 'gzip' });
    const page = gunzipSync(await response.arrayBuffer()).toString();
    expect(valuesOf(page, 'many')).toEqual(new Set([0]));
  });
});

function unchunked(text: string): string {
  let body = '';
  let at = 0;
  for (;;) {
    const end = text.indexOf('\r\n', at);
    const length = Number.parseInt(text.slice(at, end), 16);
    if (!(length > 0)) return body;
    body += text.slice(end + 2, end + 2 + length);
    at = end + 4 + length;
  }
}
