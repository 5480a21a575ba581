import { once } from 'node:events';
import type { Counter, Gauge, GaugeHandle, Telemetry } from '@telltale/sdk';
import type { MetricDeclarations } from '@telltale/sdk/define';
import type { Pool } from 'pg';
import { stopRequest } from 'telltale-example-support/programs';

import type { StageName } from '../stages.ts';
import { STAGES, addressOf } from '../stages.ts';
import type { Redis } from './connections.ts';
import { consumerLag, startConsumer } from './consumer.ts';
import type { Handle } from './handled.ts';
import { failedChecks } from './health.ts';
import type { Pages } from './pages.ts';
import { createPagesServer } from './pages.ts';

/** What a stage does, and what it tells of itself by. */
export interface StageParts {
  readonly handle: Handle;
  readonly pages: Pages;
  readonly redis: Redis;
  /** For stages that have one. */
  readonly database?: Pool;
  readonly telemetry: Pick<Telemetry<MetricDeclarations>, 'http' | 'messages' | 'shutdown'>;
  readonly healthStatus: GaugeHandle;
  readonly errors: Counter;
  readonly consumerLag: Gauge;
}

/** As long as this, messages may fail until the stage says that it is not healthy. */
const PATIENCE_MS = 1000;

/** Runs a stage until it is asked to stop: it handles the messages of its topic, and answers requests. */
export async function runStage(stage: StageName, parts: StageParts): Promise<void> {
  const { handle, pages, redis, database, telemetry } = parts;
  const { reads: topic, service: group } = STAGES[stage];
  const { messages: recorder, http } = telemetry;
  const consumer = startConsumer({ topic, group, handle, redis, recorder, signal: stopRequest() });
  const checks = {
    ...(database && { database: () => database.query('select 1') }),
    redis: () => redis.ping(),
    messages: () => Date.now() - (consumer.failingSinceMs() ?? Date.now()) < PATIENCE_MS,
  };
  // Where nothing has gone wrong yet there are no errors; that is not the same as that nobody knows.
  parts.errors.zero({ error_type: 'Error', component: 'consumer' });
  parts.healthStatus.collect(async () => ((await failedChecks(checks)).length === 0 ? 1 : 0));
  parts.consumerLag.collect(async (gauge) => {
    gauge.set({ topic }, await consumerLag(redis, topic, group));
  });
  const server = createPagesServer(pages, () => failedChecks(checks), http);
  const [host, port] = addressOf(stage, process.env).split(':');
  server.listen(Number(port), host);
  await once(server, 'listening');
  await consumer.end;
  server.close();
  server.closeAllConnections();
  await telemetry.shutdown();
  redis.destroy();
  await database?.end();
}
