import fastify from 'fastify';
import { expect, test } from 'vitest';
import { registerAdminRoutes } from './admin-routes.ts';

async function post(url: string) {
  const server = fastify();
  registerAdminRoutes(server, { snapshot: async () => ({ name: 'first', path: '/data/snapshots/first' }) });
  const response = await server.inject({ url: `/api/v1/admin/tsdb/${url}`, method: 'POST' });
  return { statusCode: response.statusCode, ...response.json<object>() };
}

test('a snapshot is told by its name', async () => {
  expect(await post('snapshot')).toEqual({ statusCode: 200, status: 'success', data: { name: 'first' } });
});

test.each(['snapshot?skip_head=true', 'delete_series?match[]=up', 'clean_tombstones'])(
  'what is not offered is told as unavailable, with the reason: %s',
  async (url) => {
    const answer = await post(url);
    expect(answer).toMatchObject({ statusCode: 500, status: 'error', errorType: 'unavailable' });
    expect(answer).toHaveProperty('error', expect.stringMatching(/is not offered: ./));
  },
);
