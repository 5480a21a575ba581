import { once } from 'node:events';
import type { Counter, Gauge, GaugeHandle, Telemetry } from '@telltale/sdk';
import type { MetricDeclarations } from '@telltale/sdk/define';

import { stopRequest } from '../processes/stop-request.ts';
import type { Redis } from '../servers/connect-redis.ts';
import { consumerLag, startConsumer } from './consumer.ts';
import type { HealthCheck } from './health.ts';
import { failedChecks } from './health.ts';
import { createPagesServer } from './pages.ts';
import type { Stage } from './stage.ts';

/** A stage, and what it tells of itself by. */
export interface RunOptions {
  /** Its name in metrics, and its consumer group. */
  readonly service: string;
  readonly stage: Stage;
  readonly redis: Redis;
  /** What must work beside Redis, by name. */
  readonly checks?: Readonly<Record<string, HealthCheck>>;
  readonly telemetry: Pick<Telemetry<MetricDeclarations>, 'http' | 'messages' | 'shutdown'>;
  readonly healthStatus: GaugeHandle;
  readonly errors: Counter;
  readonly consumerLag: Gauge;
}

/** As long as this, messages may fail until the stage says that it is not healthy. */
const PATIENCE_MS = 1000;

/** Runs a stage until it is asked to stop: its consumer and its pages, on the port that `PORT` says. */
export async function runStage(options: RunOptions): Promise<void> {
  const { service, stage, redis, telemetry } = options;
  const { topic } = stage;
  const signal = stopRequest();
  const consumer = startConsumer({ stage, group: service, redis, messages: telemetry.messages, signal });
  const checks: Readonly<Record<string, HealthCheck>> = {
    ...options.checks,
    redis: () => redis.ping(),
    messages: () => Date.now() - (consumer.failingSinceMs() ?? Date.now()) < PATIENCE_MS,
  };
  const health = () => failedChecks(checks);
  // Where nothing has gone wrong yet there are no errors; that is not the same as that nobody knows.
  options.errors.zero({ error_type: 'Error', component: 'consumer' });
  options.healthStatus.collect(async () => ((await health()).length === 0 ? 1 : 0));
  options.consumerLag.collect(async (gauge) => {
    gauge.set({ topic }, await consumerLag(redis, topic, service));
  });
  const server = createPagesServer({ pages: stage.pages, health, http: telemetry.http });
  server.listen(Number(process.env.PORT), '127.0.0.1');
  await once(server, 'listening');
  await consumer.end;
  server.close();
  server.closeAllConnections();
  await telemetry.shutdown();
  redis.destroy();
}
