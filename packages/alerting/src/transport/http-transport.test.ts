import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { VirtualClock, createMemoryState } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import { afterEach, describe, expect, test } from 'vitest';
import { createNotifier } from '../notifier/notifier.ts';
import { readSecret } from '../secrets/read-secret.ts';
import { AddressRefused, createAddressGuard } from './address-guard.ts';
import type { NameLookup } from './address-guard.ts';
import { createHttpTransport } from './http-transport.ts';
import { createSmtpTransport } from './smtp-transport.ts';

let server: Server | undefined;

afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
  server = undefined;
});

async function serve(listener: RequestListener): Promise<string> {
  const started = createServer(listener);
  server = started;
  await new Promise<void>((resolve) => started.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(started.address() as AddressInfo).port}/`;
}

function post(url: string, timeoutMs = 5000, signal?: AbortSignal) {
  const headers = { 'content-type': 'application/json', 'x-key': 'k' };
  return createHttpTransport().post({ url, headers, body: '{"a":1}', timeoutMs, ...(signal && { signal }) });
}

describe('posting over HTTP', () => {
  test('method, headers and body arrive, status, headers and body come back', async () => {
    const url = await serve((request, response) => {
      void request.toArray().then((chunks) => {
        const text = `${request.method} ${String(request.headers['x-key'])} ${Buffer.concat(chunks).toString()}`;
        return response.writeHead(202, { 'Retry-After': '7' }).end(text);
      });
    });
    expect(await post(url)).toMatchObject({
      status: 202,
      headers: { 'retry-after': '7' },
      body: 'POST k {"a":1}',
    });
  });

  test('a server that never answers ends with the timeout', async () => {
    const url = await serve(() => undefined);
    await expect(post(url, 50)).rejects.toThrow('no answer within 50 ms');
  });

  test('a refused connection names its cause', async () => {
    const url = await serve(() => undefined);
    await new Promise((resolve) => server?.close(resolve));
    server = undefined;
    await expect(post(url)).rejects.toThrow('ECONNREFUSED');
  });

  test('a connection that breaks off is an error', async () => {
    const url = await serve((request) => request.socket.destroy());
    await expect(post(url)).rejects.toThrow();
  });

  test('redirects are not followed, so that no token reaches another place', async () => {
    const paths: unknown[] = [];
    const url = await serve((request, response) => {
      paths.push(request.url);
      response.writeHead(request.url === '/' ? 302 : 200, { location: '/elsewhere' }).end();
    });
    expect((await post(url)).status).toBe(302);
    expect(paths).toEqual(['/']);
  });

  test('an answer that comes byte by byte ends with the timeout', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 5);
      response.on('close', () => clearInterval(timer));
    });
    await expect(post(url, 100)).rejects.toThrow('no answer within 100 ms');
  });

  test('headers without an end are an error', async () => {
    const url = await serve((request) => {
      request.socket.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`);
    });
    await expect(post(url)).rejects.toThrow(/header/i);
  });

  test.each(['file:///etc/passwd', 'ftp://127.0.0.1/', 'no url', 'http://', ''])(
    '%j is nothing to post to, and is not repeated',
    async (url) => {
      await expect(post(url)).rejects.toThrow(/^the address is no http or https URL$/);
    },
  );

  test('a forbidden address is not connected to (case 77)', async () => {
    const url = await serve((_, response) => response.end());
    const strict = createHttpTransport({ addresses: createAddressGuard({ deny: 'private' }) });
    const request = { headers: {}, body: '', timeoutMs: 5000 };
    await expect(strict.post({ ...request, url })).rejects.toThrow(AddressRefused);
    await expect(strict.post({ ...request, url: url.replace('127.0.0.1', 'localhost') })).rejects.toThrow(
      AddressRefused,
    );
    await expect(post('http://169.254.169.254/latest/meta-data')).rejects.toThrow(AddressRefused);
  });

  test('a name that changes its address between two look-ups reaches none that is forbidden (case 77)', async () => {
    let lookUps = 0;
    const { port } = new URL(await serve((_, response) => response.end('ok')));
    const resolve: NameLookup = (_, __, callback) =>
      callback(null, [{ address: lookUps++ === 0 ? '127.0.0.1' : '169.254.169.254', family: 4 }]);
    const transport = createHttpTransport({ addresses: createAddressGuard({}, resolve) });
    const request = { url: `http://rebind.example:${port}/`, headers: {}, body: '', timeoutMs: 5000 };
    expect((await transport.post(request)).body).toBe('ok');
    await expect(transport.post(request)).rejects.toThrow('may not be sent to the address 169.254.169.254');
  });

  test('an endless answer is cut', async () => {
    const url = await serve((_, response) => {
      const write = () => {
        while (response.write('x'.repeat(16_384)));
      };
      response.on('drain', write);
      write();
    });
    expect((await post(url)).body).toHaveLength(65_536);
  });

  test('an aborted request ends at once', async () => {
    const url = await serve(() => undefined);
    const abort = new AbortController();
    const waiting = post(url, 5000, abort.signal);
    abort.abort();
    await expect(waiting).rejects.toThrow();
  });
});

test('a notifier delivers over real HTTP after a 503 and a broken connection', async () => {
  const answers: RequestListener[] = [
    (_, response) => void response.writeHead(503).end('busy'),
    (request) => void request.socket.destroy(),
    (_, response) => void response.writeHead(200).end(),
  ];
  let count = 0;
  const keys = new Set<unknown>();
  const url = await serve((request, response) => {
    keys.add(request.headers['idempotency-key']);
    answers[count++](request, response);
  });
  const clock = new VirtualClock(1000);
  const route = {
    receiver: 'ops',
    matchers: [],
    continue: false,
    groupBy: [],
    groupWaitMs: 0,
    groupIntervalMs: 300_000,
    repeatIntervalMs: 300_000,
    routes: [],
  };
  const notifier = createNotifier({
    configuration: { route, receivers: [{ kind: 'webhook', name: 'ops', url, sendResolved: true }] },
    services: { http: createHttpTransport(), mail: createSmtpTransport(), secrets: readSecret },
    clock,
    state: createMemoryState(),
    externalUrl: 'http://t',
    random: () => 0.5,
  });
  await notifier.start();
  const labels = LabelSet.of({ alertname: 'A' });
  notifier.accept([{ labels, annotations: {}, startsAtMs: 1000, endsAtMs: 900_000, generatorUrl: '/g' }]);
  for (let i = 0; i < 3; i++) {
    await clock.advanceBy(2000);
    await notifier.idle();
  }
  expect(notifier.notifications().map(({ outcome }) => outcome)).toEqual([
    'delivered',
    'retrying',
    'retrying',
  ]);
  expect(keys.size).toBe(1);
  await notifier.stop();
});
