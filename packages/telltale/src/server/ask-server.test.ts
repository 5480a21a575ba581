import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { askServer } from './ask-server.ts';

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.closeAllConnections();
});

async function serving(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  // A server that listens on a port has an address of this form.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Answers with what it was asked. */
const echo: RequestListener = (request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    const { method, url, headers } = request;
    const { authorization, 'content-type': type } = headers;
    response.end(JSON.stringify({ method, url, authorization, type, body }));
  });
};

test('a question without a body is a GET, without a token it is anonymous', async () => {
  const { json } = await askServer(await serving(echo), '/a?b=c', { timeoutMs: 10_000 });
  expect(json).toEqual({ method: 'GET', url: '/a?b=c', body: '' });
});

test.each([
  ['JSON', { a: 1 }, 'application/json', '{"a":1}'],
  ['a form', new URLSearchParams({ a: '1' }), expect.stringContaining('x-www-form-urlencoded'), 'a=1'],
])('a body is posted as %s', async (_, body, type, text) => {
  const { json } = await askServer(await serving(echo), '/', { body, token: 'secret', timeoutMs: 10_000 });
  expect(json).toMatchObject({ method: 'POST', type, body: text, authorization: 'Bearer secret' });
});

test('an answer that is no JSON is text, whatever its status', async () => {
  const address = await serving((_, response) => response.writeHead(502).end('<b>ü</b>'));
  const { status, ok, text, json } = await askServer(address, '/', { timeoutMs: 10_000 });
  expect({ status, ok, text, json }).toEqual({ status: 502, ok: false, text: '<b>ü</b>', json: undefined });
});

test.each<[string, RequestListener]>([
  ['does not answer', () => {}],
  ['does not finish its answer', (_, response) => response.write('{')],
  ['breaks its answer off', (_, response) => response.write('{', () => response.destroy())],
])('a server that %s is unreachable', async (_, listener) => {
  const asked = askServer(await serving(listener), '/', { timeoutMs: 300 });
  await expect(asked).rejects.toMatchObject({ code: 'TT_STATION_UNREACHABLE' });
});

test('an answer without end is not read to its end', { timeout: 60_000 }, async () => {
  const megabytes = Buffer.alloc(4 * 1024 * 1024, 'x');
  const address = await serving((_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(megabytes));
    };
    response.on('drain', more);
    more();
  });
  const asked = askServer(address, '/', { timeoutMs: 50_000 });
  await expect(asked).rejects.toMatchObject({
    code: 'TT_STATION_UNREACHABLE',
    message: expect.stringContaining('too long'),
  });
});
