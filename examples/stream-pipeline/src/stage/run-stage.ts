import { once } from 'node:events';
import { checks } from '@telltale/sdk';
import type { Counter, Gauge, Telemetry } from '@telltale/sdk';
import type { MetricDeclarations } from '@telltale/sdk/define';
import type { Pool } from 'pg';

import type { StageName } from '../stages.ts';
import { STAGES, addressOf } from '../stages.ts';
import type { Redis } from './connections.ts';
import { consumerLag, startConsumer } from './consumer.ts';
import type { Handle } from './handled.ts';
import type { Pages } from './pages.ts';
import { createPagesServer } from './pages.ts';

/** What a stage does, and what it tells of itself by. */
export interface StageParts {
  readonly handle: Handle;
  readonly pages: Pages;
  readonly redis: Redis;
  /** For stages that have one. */
  readonly database?: Pool;
  readonly telemetry: Pick<
    Telemetry<MetricDeclarations>,
    'http' | 'messages' | 'health' | 'lifecycle' | 'ready'
  >;
  readonly errors: Counter;
  readonly consumerLag: Gauge;
}

/** As long as this, messages may fail until the stage says that it is not healthy. */
const PATIENCE_MS = 1000;

/** Starts a stage: it handles the messages of its topic and answers requests until it is asked to stop. */
export async function runStage(stage: StageName, parts: StageParts): Promise<void> {
  const { handle, pages, redis, database, telemetry } = parts;
  const { reads: topic, service: group } = STAGES[stage];
  const { messages: recorder, http, health, lifecycle } = telemetry;
  const consumer = startConsumer({ topic, group, handle, redis, recorder, signal: lifecycle.signal });
  if (database) health.add('database', checks.postgres(database));
  health.add('redis', checks.redis(redis));
  health.add('messages', () => Date.now() - (consumer.failingSinceMs() ?? Date.now()) < PATIENCE_MS);
  // Where nothing has gone wrong yet there are no errors; that is not the same as that nobody knows.
  parts.errors.zero({ error_type: 'Error', component: 'consumer' });
  parts.consumerLag.collect(async (gauge) => {
    gauge.set({ topic }, await consumerLag(redis, topic, group));
  });
  const server = createPagesServer(pages, http);
  // The last one added ends first.
  lifecycle.onShutdown('database', () => database?.end());
  lifecycle.onShutdown('redis', () => redis.destroy());
  lifecycle.onShutdown('consumer', () => consumer.end);
  lifecycle.manage(server);
  const [host, port] = addressOf(stage, process.env).split(':');
  server.listen(Number(port), host);
  await once(server, 'listening');
  telemetry.ready();
}
