import type { RequestListener, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ResolvedRemote } from '@telltale/definition';
import { afterEach, expect, test, vi } from 'vitest';
import type { RemoteServer, RemoteServerOptions } from './remote-server.ts';
import { createRemoteServer } from './remote-server.ts';

const servers: Server[] = [];
const remotes: RemoteServer[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const remote of remotes.splice(0)) await remote.close();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
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

function remoteOf(remote: ResolvedRemote, options?: RemoteServerOptions): RemoteServer {
  const server = createRemoteServer(remote, options);
  remotes.push(server);
  return server;
}

const success = '{"status":"success","data":["a"]}';
const question = { path: 'labels', timeoutMs: 10_000 };

/** Answers one request after the other; the last answer stays. */
function answering(...answers: readonly RequestListener[]): RequestListener & { asked: () => number } {
  let asked = 0;
  const listener: RequestListener = (request, response) =>
    answers[Math.min(asked++, answers.length - 1)](request, response);
  return Object.assign(listener, { asked: () => asked });
}

const json =
  (status: number, body: string): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);

/** Answers with what it was asked. */
const echo: RequestListener = (request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    const { method, url, headers } = request;
    response.end(JSON.stringify({ status: 'success', data: { method, url, headers, body } }));
  });
};

test('a server is asked below its path, with who asks and for which tenant', async () => {
  vi.stubEnv('REMOTE_TOKEN', 'hush');
  const url = `${await serving(echo)}/prometheus/?extra=1`;
  const headers = { 'X-Scope-OrgID': 'shop' };
  const remote = remoteOf({ url, authorization: { env: 'REMOTE_TOKEN' }, headers });
  const { data } = await remote.ask({ ...question, parameters: new URLSearchParams({ 'match[]': 'up' }) });
  expect(data).toMatchObject({
    method: 'GET',
    url: '/prometheus/api/v1/labels?extra=1&match%5B%5D=up',
    headers: { authorization: 'Bearer hush', 'x-scope-orgid': 'shop' },
  });
});

test('what is too long for an address is posted as a form', async () => {
  const remote = remoteOf({ url: await serving(echo) });
  const parameters = new URLSearchParams({ query: `up{job="${'x'.repeat(3000)}"}` });
  const { data } = await remote.ask({ ...question, path: 'query', parameters, takesForm: true });
  expect(data).toMatchObject({ method: 'POST', url: '/api/v1/query', body: parameters.toString() });
});

test('what a proxy finds too long for an address is posted, too', async () => {
  const listener = answering((_, response) => response.writeHead(414).end(), echo);
  const remote = remoteOf({ url: await serving(listener) });
  const { data } = await remote.ask({ ...question, takesForm: true });
  expect(data).toMatchObject({ method: 'POST' });
});

test.each<[string, RequestListener]>([
  ['breaks the connection', (request) => request.socket.destroy()],
  [
    'breaks its answer off',
    (_, response) => response.writeHead(200, { 'content-length': 99 }).write('{', () => response.destroy()),
  ],
  ['is behind a proxy that cannot reach it', (_, response) => response.writeHead(502).end('<h1>Bad</h1>')],
  ['asks for patience', (_, response) => response.writeHead(429).end('slow down')],
])('a server that %s is asked again', async (_, broken) => {
  const listener = answering(broken, broken, json(200, success));
  const remote = remoteOf({ url: await serving(listener) });
  expect(await remote.ask(question)).toEqual({ data: ['a'], warnings: [], infos: [] });
  expect(listener.asked()).toBe(3);
  expect(remote.figures()).toMatchObject({ isUp: true, lastError: '' });
});

const error = (errorType: string): string =>
  JSON.stringify({ status: 'error', errorType, error: 'the reason' });

test.each<[string, RequestListener, string, string]>([
  ['a wrong question', json(400, error('bad_data')), 'TT_REMOTE_REFUSED', 'the reason'],
  ['a query that fails', json(422, error('execution')), 'TT_QUERY_EXECUTION', 'the reason'],
  ['an error of VictoriaMetrics', json(422, error('422')), 'TT_QUERY_EXECUTION', 'the reason'],
  ['a query that takes too long', json(503, error('timeout')), 'TT_QUERY_TIMEOUT', 'the reason'],
  ['a part that is missing', json(404, error('not_found')), 'TT_REMOTE_MISSING', 'the reason'],
  [
    'a page that is not found',
    json(404, '404 page not found'),
    'TT_REMOTE_MISSING',
    'does not serve this part',
  ],
  [
    'a path of VictoriaMetrics',
    json(400, 'unsupported path requested: "/x"'),
    'TT_REMOTE_MISSING',
    'this part',
  ],
  ['an overloaded server', json(503, error('unavailable')), 'TT_REMOTE_UNAVAILABLE', 'the reason'],
  ['a login', json(401, 'Unauthorized'), 'TT_REMOTE_UNAVAILABLE', 'asks for a login (HTTP 401)'],
  [
    'a page of a proxy',
    json(200, '<html>Welcome'),
    'TT_REMOTE_UNAVAILABLE',
    'HTTP 200 with what is no whole answer',
  ],
  ['half an answer', json(200, success.slice(0, -3)), 'TT_REMOTE_UNAVAILABLE', 'no whole answer'],
  ['another API', json(200, '{"data":[]}'), 'TT_REMOTE_UNAVAILABLE', 'no whole answer'],
])('%s is told in the words of the server, and asked once', async (_, listener, code, message) => {
  const counted = answering(listener);
  const remote = remoteOf({ url: await serving(counted) });
  await expect(remote.ask(question)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });
  expect(counted.asked()).toBe(1);
  expect(remote.figures().isUp).toBe(code !== 'TT_REMOTE_UNAVAILABLE');
});

test('a redirect is followed on the same server alone, where credentials may go', async () => {
  const elsewhere = answering(json(200, success));
  const other = await serving(elsewhere);
  const own = answering(
    (_, response) => response.writeHead(307, { location: '/prometheus/api/v1/labels' }).end(),
    echo,
  );
  const moved = remoteOf({ url: await serving(own) });
  expect((await moved.ask(question)).data).toMatchObject({ url: '/prometheus/api/v1/labels' });
  const away = remoteOf({
    url: await serving((_, response) => response.writeHead(302, { location: other }).end()),
  });
  await expect(away.ask(question)).rejects.toMatchObject({
    code: 'TT_REMOTE_UNAVAILABLE',
    message: expect.stringContaining(`redirects to ${other}, which is not followed`),
  });
  expect(elsewhere.asked()).toBe(0);
});

test('an answer without end is not read to its end', async () => {
  const megabyte = Buffer.alloc(1024 * 1024, 'x');
  let sent = 0;
  const url = await serving((_, response) => {
    const more = (): void => {
      while (!response.destroyed && response.write(megabyte)) sent++;
      sent++;
    };
    response.on('drain', more);
    more();
  });
  const remote = remoteOf({ url }, { maxAnswerBytes: 4 * megabyte.length });
  await expect(remote.ask(question)).rejects.toMatchObject({
    code: 'TT_QUERY_LIMIT',
    message: expect.stringContaining('is larger than 4 MiB'),
  });
  expect(sent).toBeLessThan(64);
});

test('a server that does not answer in time is given up; as a probe it counts as away', async () => {
  const remote = remoteOf({ url: await serving(() => undefined) });
  await expect(remote.ask({ ...question, timeoutMs: 50 })).rejects.toMatchObject({
    code: 'TT_QUERY_TIMEOUT',
    message: expect.stringContaining('gave no whole answer within 50ms'),
  });
  expect(remote.figures().isUp).toBe(true);
  await expect(remote.ask({ ...question, timeoutMs: 50, isProbe: true })).rejects.toMatchObject({
    code: 'TT_REMOTE_UNAVAILABLE',
  });
  expect(remote.figures().isUp).toBe(false);
});

test('who gives a question up ends it at the server', async () => {
  const controller = new AbortController();
  const ended = Promise.withResolvers<void>();
  const url = await serving((request) => {
    request.socket.on('close', () => ended.resolve());
    controller.abort();
  });
  await expect(remoteOf({ url }).ask({ ...question, signal: controller.signal })).rejects.toThrow('aborted');
  await ended.promise;
});

test('a server that is away is told of until it is back, without user and password', async () => {
  const url = await serving(json(200, success));
  const [server] = servers;
  const { port } = new URL(url);
  const outcomes: string[] = [];
  const remote = remoteOf(
    { url: url.replace('://', '://me:hush@') },
    { observe: (outcome) => outcomes.push(outcome) },
  );
  await new Promise((resolve) => server.close(resolve));
  await expect(remote.ask(question)).rejects.toThrow(`127.0.0.1:${port}: connection refused`);
  expect(remote.figures()).toEqual({
    host: `127.0.0.1:${port}`,
    isUp: false,
    failingSinceMs: expect.any(Number),
    lastError: expect.not.stringContaining('hush'),
  });
  await new Promise<void>((resolve) => {
    server.listen(Number(port), '127.0.0.1', resolve);
  });
  await remote.ask(question);
  expect(remote.figures()).toEqual({ host: `127.0.0.1:${port}`, isUp: true, lastError: '' });
  expect(outcomes).toEqual(['unavailable', 'success']);
});
