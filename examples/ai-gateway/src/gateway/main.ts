import { checks } from '@telltale/sdk';
import type { ErrorRequestHandler } from 'express';
import express from 'express';
import { Client as StorageClient } from 'minio';
import { Pool } from 'pg';
import { createClient } from 'redis';

import { BUCKET, addressOf, portOf } from '../../sites.ts';
import { createChat } from './chat.ts';
import { createConversations } from './conversations.ts';
import { t } from './monitoring.ts';
import { createTranscripts } from './transcripts.ts';

const ACTIVE_MS = 300_000;
const tell = (what: string) => (error: unknown) => t.log.error(`${what} failed`, { err: error });

const pool = new Pool({
  connectionString: process.env.DATABASE_URL,
  max: 10,
  connectionTimeoutMillis: 2000,
  query_timeout: 5000,
});
pool.on('error', tell('PostgreSQL'));
t.databases.watchPool(pool, 'gateway');
t.databases.watchQueries(pool);

const redis = createClient({ socket: { path: process.env.REDIS_SOCKET ?? '', reconnectStrategy: 100 } });
redis.on('error', () => undefined);
await redis.connect();

const [endPoint, port] = addressOf('storage').split(':');
const storage = new StorageClient({
  endPoint,
  port: Number(port),
  useSSL: false,
  accessKey: 'S3RVER',
  secretKey: 'S3RVER',
});
const transcripts = createTranscripts(storage, tell('transcript'));

t.health.add('database', checks.postgres(pool));
t.health.add('redis', checks.redis(redis));
t.health.add('storage', checks.s3({ client: storage, bucket: BUCKET }));
t.health.add('provider', checks.http(`http://${addressOf('local')}/health/live`));

const seen = new Map<string, number>();
t.metrics.active_users.collect(() => {
  for (const [person, atMs] of seen) if (Date.now() - atMs > ACTIVE_MS) seen.delete(person);
  return seen.size;
});

const conversations = createConversations(pool);
const failed: ErrorRequestHandler = (error: unknown, _request, response, _next) => {
  t.log.error('the answer could not be given', { err: error });
  // Who reads while it is being said sees that the end is missing.
  if (response.headersSent) response.destroy();
  else response.status(502).json({ error: 'the answer could not be given' });
};
const app = express();
app.use(t.http.express());
app.use(express.json({ limit: '16kb' }));
app.post(
  '/v1/chat',
  createChat({
    conversations,
    transcripts,
    cache: redis,
    onPerson: (person) => seen.set(person, Date.now()),
  }),
);
// Express 5 takes care of a promise that is rejected.
// oxlint-disable-next-line oxc/no-async-endpoint-handlers
app.get('/v1/conversations/:id', async (request, response) => {
  response.json(await conversations.read(request.params.id));
});
app.use(failed);

const server = app.listen(portOf('gateway'), '127.0.0.1', () => t.ready());
t.lifecycle.manage(server);
// The last one added ends first.
t.lifecycle.onShutdown('database', () => pool.end());
t.lifecycle.onShutdown('redis', () => redis.destroy());
t.lifecycle.onShutdown('transcripts', () => transcripts.end());
