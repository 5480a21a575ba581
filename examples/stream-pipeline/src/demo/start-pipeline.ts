import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { startWalk } from '../generator/walk.ts';
import { marketSchema } from '../market/schema.ts';
import type { Program } from '../processes/supervisor.ts';
import { createSupervisor } from '../processes/supervisor.ts';
import { connectRedis } from '../servers/connect-redis.ts';
import { startThrowAwayPostgres } from '../servers/throw-away-postgres.ts';
import { startThrowAwayRedis } from '../servers/throw-away-redis.ts';
import type { Service } from './services.ts';
import { SERVICES, addressOf } from './services.ts';
import { removeSite, writeSite } from './site.ts';

/** What {@link startPipeline} takes. */
export interface PipelineOptions {
  /** Where it is noted which programs run. */
  readonly folder: string;
  /** The environment of all programs; ports of the services stand in it. */
  readonly variables: NodeJS.ProcessEnv;
  readonly tradesPerSecond: number;
  /** Trades in all; without end by default. */
  readonly limit?: number;
  /** How long a stage that was killed is away. */
  readonly restartAfterMs: number;
}

/** A running pipeline: two servers, four stages, the generator and a reader. */
export interface Pipeline {
  /** Starts one more program, which ends with the others. */
  readonly start: (program: Program) => void;
  /** Ends all programs and servers and removes what they had. */
  readonly stop: () => Promise<void>;
}

const SEED = 4400;

const scriptPath = (path: string) => fileURLToPath(new URL(`../${path}/main.ts`, import.meta.url));

/** Starts PostgreSQL, Redis and all programs. Throws where one of the servers is not installed. */
export async function startPipeline(options: PipelineOptions): Promise<Pipeline> {
  const { folder, variables, tradesPerSecond, limit = Number.MAX_SAFE_INTEGER, restartAfterMs } = options;
  mkdirSync(folder, { recursive: true });
  const redis = await startThrowAwayRedis();
  const postgres = await startThrowAwayPostgres(marketSchema()).catch(async (error: unknown) => {
    await redis.stop();
    throw error;
  });
  const { socketPath: redisSocket } = redis;
  const client = await connectRedis(redisSocket);
  await startWalk(client, { seed: SEED, startMs: Date.now(), tradesPerSecond, limit });
  client.destroy();

  const noteSite = () =>
    writeSite(folder, { pids: supervisor.pids(), redisSocket, adminUrl: postgres.urlFor('postgres') });
  const supervisor = createSupervisor(noteSite);
  const stageOf = (service: Service): Program => ({
    name: service.name,
    args: [scriptPath(service.folder)],
    env: {
      PORT: addressOf(service, variables).split(':')[1],
      REDIS_SOCKET: redisSocket,
      DATABASE_URL: postgres.urlFor(service.folder),
    },
    restartAfterMs,
  });
  for (const service of SERVICES) supervisor.start(stageOf(service));
  supervisor.start({
    name: 'generator',
    args: [scriptPath('generator')],
    env: { REDIS_SOCKET: redisSocket },
  });
  supervisor.start({ name: 'reader', args: [scriptPath('reader')], env: readerVariables(variables) });
  return {
    start: (program) => supervisor.start(program),
    stop: async () => {
      await supervisor.stop();
      await Promise.all([redis.stop(), postgres.stop()]);
      removeSite(folder);
    },
  };
}

/** `ENRICHMENT_URL=http://127.0.0.1:8082` and the like. */
function readerVariables(variables: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  return Object.fromEntries(
    SERVICES.map((service) => [
      `${service.folder.toUpperCase()}_URL`,
      `http://${addressOf(service, variables)}`,
    ]),
  );
}
