import { once } from 'node:events';
import { createServer, get, request as httpRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { UndiciInstrumentation } from '@opentelemetry/instrumentation-undici';
import { defineMonitoring } from '@telltale/definition';
import { describe, expect, onTestFinished, test } from 'vitest';
import { close, listen, until } from '../../test/support/http-requests.ts';
import { startReceiver } from '../../test/support/receiver.ts';
import { startSpanReceiver } from '../../test/support/span-receiver.ts';
import { freePort } from '../../test/support/workspace.ts';
import { runInContext, runUntraced } from '../context/context.ts';
import { instrument } from '../instrument.ts';
import { leaveSpansOf } from './library-hooks.ts';

async function caller() {
  const { url, spans } = await startSpanReceiver();
  const definition = defineMonitoring({ service: 'shop', traces: { endpoint: url } });
  const t = instrument(definition, { traces: { delayMs: 5 } });
  onTestFinished(() => t.shutdown());
  return { t, spans };
}

async function getWithNode(url: string): Promise<number | undefined> {
  const [response] = (await once(get(url), 'response')) as [IncomingMessage];
  response.resume();
  await once(response, 'close');
  return response.statusCode;
}

async function getWithFetch(url: string): Promise<number> {
  const response = await fetch(url);
  await response.text();
  return response.status;
}

describe.each([
  ['node:http', getWithNode, 'ann:secret@'],
  // It takes no password in an address.
  ['fetch', getWithFetch, ''],
])('a request made with %s', (_, ask, password) => {
  test('is a span of its own, and tells the other program of trace and request', async () => {
    const { t, spans } = await caller();
    const other = await startReceiver((response) => response.writeHead(404).end());
    const outer = await runInContext({ requestId: 'r-7' }, () =>
      t.trace('work', async (span) => {
        await ask(`${other.url.replace('//', `//${password}`)}/pay/1?token=abc&page=2`);
        return span;
      }),
    );
    await until(() => spans.length === 2);
    const client = spans.find(({ kind }) => kind === 'client')!;
    expect(client).toMatchObject({
      name: 'GET',
      parentSpanId: outer.spanId,
      status: 'error',
      attributes: {
        'http.request.method': 'GET',
        'http.response.status_code': 404,
        'error.type': '404',
        'server.address': '127.0.0.1',
        'server.port': Number(new URL(other.url).port),
        'url.full': `${other.url}/pay/1?token&page`,
      },
    });
    expect(other.requests[0].headers).toMatchObject({
      traceparent: `00-${outer.traceId}-${client.spanId}-01`,
      'x-request-id': 'r-7',
    });
  });

  test('that nobody takes is an error', async () => {
    const { spans } = await caller();
    await expect(ask(`http://127.0.0.1:${await freePort()}/`)).rejects.toThrow();
    await until(() => spans.length === 1);
    expect(spans[0]).toMatchObject({
      kind: 'client',
      status: 'error',
      attributes: { 'error.type': 'ECONNREFUSED' },
    });
  });

  test("of the SDK's own is none, whichever request it is made in", async () => {
    const { t, spans } = await caller();
    const other = await startReceiver();
    await t.trace('work', () => runUntraced(() => ask(other.url)));
    await until(() => spans.length === 1);
    expect(spans[0].name).toBe('work');
    expect(other.requests[0].headers).not.toHaveProperty('traceparent');
  });
});

test('a request whose headers are a list, or name a trace, is made as it is', async () => {
  const { spans } = await caller();
  const other = await startReceiver();
  const { host } = new URL(other.url);
  const own = { traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` };
  for (const headers of [['host', host, 'x-a', '1'], own]) {
    const request = httpRequest(other.url, { headers });
    request.end();
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    response.resume();
    await once(response, 'close');
  }
  await until(() => spans.length === 1);
  expect(other.requests[1].headers['traceparent']).toBe(own.traceparent);
});

test('where an instrumentation of OpenTelemetry makes the spans of undici, there is one span for a request', async () => {
  const { t, spans } = await caller();
  const instrumentation = new UndiciInstrumentation();
  const takeBack = leaveSpansOf('undici');
  onTestFinished(() => {
    takeBack();
    instrumentation.disable();
  });
  const other = await startReceiver();
  await runInContext({ requestId: 'r-8' }, () => t.trace('work', () => getWithFetch(other.url)));
  await until(() => spans.length === 2);
  expect(spans.map(({ scope }) => scope)).toEqual(['@opentelemetry/instrumentation-undici', '@telltale/sdk']);
  expect(other.requests[0].headers['x-request-id']).toBe('r-8');
  expect(other.requests[0].headers['traceparent']).toContain(spans[0].spanId);
});

test('two services of a process make one span of a request', async () => {
  const { spans } = await caller();
  const second = await caller();
  const other = await startReceiver();
  await getWithNode(other.url);
  await until(() => spans.length === 1);
  expect(second.spans).toHaveLength(0);
});

test('three hops have one trace and one id of the request', async () => {
  const { t, spans } = await caller();
  const hops: string[] = [];
  let next = '';
  for (const name of ['last', 'middle', 'first']) {
    const ahead = next;
    const server = createServer(
      t.http.wrap(async (request, response) => {
        hops.push(`${name} ${String(request.headers['x-request-id'])}`);
        if (ahead !== '') await getWithFetch(ahead);
        response.end();
      }),
    );
    next = await listen(server);
    onTestFinished(() => close(server));
  }
  const request = get(next, { headers: { 'x-request-id': 'one' } });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  response.resume();
  expect(response.headers['x-request-id']).toBe('one');
  await until(() => spans.length === 6);
  expect(hops).toEqual(['first one', 'middle one', 'last one']);
  // The request of the test itself is one of its own.
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  expect(spans.filter(({ kind }) => kind === 'server')).toHaveLength(3);
});
