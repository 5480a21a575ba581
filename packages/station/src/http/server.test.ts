import { expect, test } from 'vitest';
import { createServer } from './server.ts';

async function answerOf(url: string, error: Error & { statusCode?: number }) {
  const server = await createServer();
  server.get('/api/v1/broken', () => {
    throw error;
  });
  const response = await server.inject({ url, headers: { host: 'localhost:4400' } });
  return { statusCode: response.statusCode, body: response.json<unknown>() };
}

test.each([
  [500, 'internal'],
  [503, 'unavailable'],
  [429, 'unavailable'],
  [413, 'bad_data'],
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
