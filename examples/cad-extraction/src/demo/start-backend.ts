import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Program, Supervisor } from 'telltale-example-support/programs';
import { createSupervisor } from 'telltale-example-support/programs';
import type { GuardedServer, ThrowAwayPostgres, ThrowAwayRedis } from 'telltale-example-support/servers';
import { startThrowAwayPostgres, startThrowAwayRedis } from 'telltale-example-support/servers';
import { untilOk } from 'telltale-example-support/waiting';
import { stationProgram } from 'telltale-example-support/watching';

import { METRICS_PATH, addressOf } from '../../sites.ts';
import { SCHEMA } from '../store/schema.ts';
import { diskFreePercent } from './disk-free.ts';
import { startExporters } from './exporters.ts';
import { SITE } from './site.ts';

/** The definition of the backend. */
export const CONFIG: string = fileURLToPath(new URL('../../telltale.config.ts', import.meta.url));

/** Where a backend runs. */
export interface BackendOptions {
  /** Folder of the station's data. */
  readonly folder: string;
  /** Port of the station. */
  readonly port: string;
  /** Ports of what else listens by variable, where they are not the usual ones. */
  readonly ports: Readonly<Record<string, string>>;
  /** Environment by which the definition finds its receivers. */
  readonly receivers: Readonly<Record<string, string>>;
  /** Gives up waiting for what does not start. */
  readonly signal: AbortSignal;
}

const PROGRAMS = ['api', 'extraction-worker', 'search-worker'] as const;
/** How long a program that has ended is away. */
const RESTART_AFTER_MS = 1000;
/** The alert then fires when so much of the disk is filled. */
const FREE_MARGIN_PERCENT = 0.5;
/** A file that hangs is given up after that time in the demo. */
const PARSE_TIMEOUT_MS = '10000';

/** The servers that the programs need. */
interface Ground {
  readonly postgres: ThrowAwayPostgres;
  readonly redis: ThrowAwayRedis;
  readonly stop: () => Promise<void>;
}

/**
 * Starts PostgreSQL, Redis, their exporters, the backend, its workers, and when all of them answer a station that
 * watches. Throws where one of them is not installed.
 */
export async function startBackend(options: BackendOptions): Promise<Supervisor> {
  const { folder, port, ports, receivers, signal } = options;
  mkdirSync(folder, { recursive: true });
  const { postgres, redis, stop } = await startGround({ ...process.env, ...ports });
  const adminUrl = postgres.urlFor('postgres');
  const supervisor = createSupervisor(() =>
    SITE.write(folder, { pids: supervisor.pids(), adminUrl, redisSocket: redis.socketPath, ports }),
  );
  const env = {
    ...ports,
    ...receivers,
    CAD_DEMO: '1',
    DISK_FREE_PERCENT: String(diskFreePercent(folder) - FREE_MARGIN_PERCENT),
    PARSE_TIMEOUT_MS,
    DATABASE_URL: adminUrl,
    REDIS_SOCKET: redis.socketPath,
  };
  const startAgain = (program: Program) =>
    supervisor.start({ ...program, env, restartAfterMs: RESTART_AFTER_MS });
  const stopAll = async () => {
    await supervisor.stop();
    await stop();
    SITE.remove(folder);
  };
  try {
    for (const name of PROGRAMS) startAgain({ name, args: [programOf(name)] });
    await untilReady({ ...process.env, ...ports }, signal);
    startAgain(stationProgram({ config: CONFIG, folder: join(folder, 'station'), port, env }));
  } catch (error) {
    await stopAll();
    throw error;
  }
  return { ...supervisor, stop: stopAll };
}

/** People who use the backend, when it is there. */
export function loadProgram(ports: Readonly<Record<string, string>>): Program {
  return { name: 'load', args: [programOf('load')], env: ports };
}

/** Waits until the backend and its workers answer. */
async function untilReady(variables: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  await untilOk(`http://${addressOf('backend', variables)}${METRICS_PATH}`, signal);
  for (const name of ['extraction_worker', 'search_worker'] as const)
    await untilOk(`http://${addressOf(name, variables)}/metrics`, signal);
}

/** Starts the servers; where one of them does not start, the others are stopped. */
async function startGround(variables: NodeJS.ProcessEnv): Promise<Ground> {
  const started: Pick<GuardedServer, 'stop'>[] = [];
  const stop = async () => {
    await Promise.all(started.map((server) => server.stop()));
  };
  try {
    const redis = await startThrowAwayRedis('cad-redis');
    started.push(redis);
    const database = { name: 'cad-postgres', database: 'cad', schema: SCHEMA };
    const postgres = await startThrowAwayPostgres({ ...database, settings: ['max_connections=40'] });
    started.push(postgres);
    const databaseUrl = `user=postgres dbname=cad sslmode=disable host=${postgres.folder}`;
    started.push(...startExporters({ databaseUrl, redisSocket: redis.socketPath }, variables));
    return { postgres, redis, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function programOf(name: string): string {
  return fileURLToPath(new URL(`../${name}/main.ts`, import.meta.url));
}
