import { expect, test } from 'vitest';
import { createServer } from './server.ts';
import { permit } from '../sign-in/permit.ts';

async function answerOf(url: string, error: Error & { statusCode?: number }) {
  const server = await createServer();
  server.get('/api/v1/broken', permit('view'), () => {
    throw error;
  });
  const response = await server.inject({ url, headers: { host: 'localhost:4400' } });
  return { statusCode: response.statusCode, body: response.json<unknown>() };
}

test.each([
  [500, 'internal'],
  [503, 'unavailable'],
  [429, 'unavailable'],
  [415, 'bad_data'],
])('a request that ends with HTTP %d is told as %s', async (statusCode, errorType) => {
  const error = Object.assign(new Error('no'), { statusCode });
  expect(await answerOf('/api/v1/broken', error)).toEqual({
    statusCode,
    body: { status: 'error', errorType, error: 'no' },
  });
});

test('a path of the API that does not exist is told in its envelope', async () => {
  expect(await answerOf('/api/v1/other', new Error('no'))).toMatchObject({
    statusCode: 404,
    body: { status: 'error', errorType: 'not_found' },
  });
});

test('a label name that is no UTF-8 is refused in the envelope', async () => {
  expect(await answerOf('/api/v1/label/%ff/values', new Error('no'))).toMatchObject({
    statusCode: 400,
    body: { status: 'error', errorType: 'bad_data' },
  });
});

test('a label name in a path may be as long as a path', async () => {
  const server = await createServer();
  server.get<{ Params: { name: string } }>('/api/v1/label/:name/values', permit('view'), (request) => ({
    length: request.params.name.length,
  }));
  const url = `/api/v1/label/${'a'.repeat(5000)}/values`;
  const response = await server.inject({ url, headers: { host: 'localhost:4400' } });
  expect(response.json()).toEqual({ length: 5000 });
});

test('a body that is too large is told with the limit', async () => {
  const server = await createServer();
  server.post('/api/v1/query', permit('view'), () => ({}));
  const { statusCode, body } = await server.inject({
    method: 'POST',
    url: '/api/v1/query',
    headers: { host: 'localhost:4400', 'content-type': 'application/x-www-form-urlencoded' },
    payload: `query=${'a'.repeat(1_100_000)}`,
  });
  expect(statusCode).toBe(413);
  expect(JSON.parse(body)).toMatchObject({
    errorType: 'bad_data',
    error: 'the request body is larger than 1048576 bytes',
  });
});

test('every answer says what its page may load, also that of an error', async () => {
  const server = await createServer();
  server.get('/fine', permit('view'), () => 'fine');
  for (const url of ['/fine', '/none']) {
    for (const host of ['localhost', 'elsewhere.example']) {
      const { headers } = await server.inject({ url, headers: { host } });
      expect(headers['content-security-policy']).toMatch(/^default-src 'none';script-src 'self';/);
    }
  }
});

test('a pause of the whole process, such as of a laptop that slept, is no overload', async () => {
  const server = await createServer();
  server.get('/api/v1/query', permit('view'), () => ({ status: 'success' }));
  await server.ready();
  for (const pauseMs of [1100, 1100]) {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    // All timers that are due come first.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const { statusCode } = await server.inject({ url: '/api/v1/query', headers: { host: 'localhost:4400' } });
    expect(statusCode).toBe(200);
  }
  await server.close();
});
