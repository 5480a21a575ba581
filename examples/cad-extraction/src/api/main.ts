import multipart from '@fastify/multipart';
import websocket from '@fastify/websocket';
import fastify from 'fastify';

import { portOf } from '../../sites.ts';
import { onProgress } from '../queue/progress.ts';
import { connectRedis, openDatabase } from '../store/connections.ts';
import { createTasks } from '../store/tasks.ts';
import { createCachedTasks } from './cached-task.ts';
import { t } from './monitoring.ts';
import { createUpload } from './upload.ts';
import { watchQueues } from './watch-queues.ts';

const MAX_FILE_BYTES = 16 * 1024 * 1024;

const database = openDatabase(8);
t.databases.watchPool(database, 'cad');
t.databases.watchQueries(database);
const redis = t.caches.watch('tasks', await connectRedis());
const tasks = createTasks(database);
const cached = createCachedTasks(tasks, redis);
void watchQueues(t.tasks, redis, t.lifecycle.signal);

const app = fastify();
await app.register(t.http.fastify);
await app.register(multipart, { limits: { fileSize: MAX_FILE_BYTES, files: 1 } });
await app.register(websocket);
t.websockets.watch(app.websocketServer);

app.post('/api/v1/extract', createUpload(tasks, redis));
app.get('/api/v1/tasks', () => tasks.recent());
app.get<{ Params: { id: string } }>('/api/v1/tasks/:id', async ({ params }, reply) => {
  const task = await cached.read(params.id);
  return task ?? reply.code(404).send({ error: 'there is no such task' });
});
app.delete<{ Params: { id: string } }>('/api/v1/tasks/:id', async ({ params }, reply) => {
  const isRemoved = await cached.remove(params.id);
  return reply.code(isRemoved ? 204 : 404).send();
});
app.get<{ Querystring: { q?: string } }>('/api/v1/search', ({ query }) => tasks.search(query.q ?? ''));
app.get('/ws/progress', { websocket: true }, () => undefined);

const subscriber = await onProgress(redis, (text) => {
  for (const socket of app.websocketServer.clients) socket.send(text);
});
// The last one added ends first.
t.lifecycle.onShutdown('database', () => database.end());
t.lifecycle.onShutdown('redis', () => [redis, subscriber].forEach((client) => client.destroy()));
t.lifecycle.manage(app, { websockets: app.websocketServer });
await app.listen({ port: portOf('backend'), host: '127.0.0.1' });
t.ready();
