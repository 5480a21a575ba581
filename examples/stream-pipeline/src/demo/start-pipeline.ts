import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Supervisor } from 'telltale-example-support/programs';
import { createSupervisor } from 'telltale-example-support/programs';
import { startThrowAwayPostgres, startThrowAwayRedis } from 'telltale-example-support/servers';

import { startWalk } from '../generator/walk.ts';
import { marketSchema } from '../market/schema.ts';
import { connectRedis } from '../stage/connections.ts';
import { STAGE_NAMES } from '../stages.ts';
import { SITE } from './site.ts';

/** How long a stage that was killed is away. */
const RESTART_AFTER_MS = 1000;
// Counted function calls let others check what a stage says of its cache.
const SETTINGS = ['track_functions=all', 'max_connections=60'];

/**
 * Starts two servers, the four stages, the generator and the reader. Throws where one of the servers is not
 * installed.
 *
 * @param folder - where it is noted which programs run
 * @param variables - added to the environment of all programs: their ports, where these are not the usual ones
 */
export async function startPipeline(
  folder: string,
  variables: Readonly<Record<string, string>>,
): Promise<Supervisor> {
  mkdirSync(folder, { recursive: true });
  const redis = await startThrowAwayRedis('pipeline-redis');
  const database = { name: 'pipeline-postgres', database: 'market', schema: marketSchema() };
  const postgres = await startThrowAwayPostgres({ ...database, settings: SETTINGS }).catch(
    async (error: unknown) => {
      await redis.stop();
      throw error;
    },
  );
  const { socketPath: redisSocket } = redis;
  const client = await connectRedis(redisSocket);
  await startWalk(client, Date.now());
  client.destroy();

  const adminUrl = postgres.urlFor('postgres');
  const supervisor = createSupervisor(() =>
    SITE.write(folder, { pids: supervisor.pids(), redisSocket, adminUrl }),
  );
  const programOf = (name: string) => ({
    name,
    args: [fileURLToPath(new URL(`../${name}/main.ts`, import.meta.url))],
    env: { ...variables, REDIS_SOCKET: redisSocket, DATABASE_URL: postgres.urlFor(name) },
  });
  for (const stage of STAGE_NAMES) {
    supervisor.start({ ...programOf(stage), restartAfterMs: RESTART_AFTER_MS });
  }
  for (const name of ['generator', 'reader']) supervisor.start(programOf(name));
  return {
    ...supervisor,
    stop: async () => {
      await supervisor.stop();
      await Promise.all([redis.stop(), postgres.stop()]);
      SITE.remove(folder);
    },
  };
}
