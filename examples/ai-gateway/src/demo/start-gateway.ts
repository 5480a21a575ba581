import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Program, Supervisor } from 'telltale-example-support/programs';
import { createSupervisor } from 'telltale-example-support/programs';
import { startThrowAwayPostgres, startThrowAwayRedis } from 'telltale-example-support/servers';
import { untilOk } from 'telltale-example-support/waiting';
import { stationProgram } from 'telltale-example-support/watching';

import { SCHEMA } from '../gateway/conversations.ts';
import { BUCKET, addressOf } from '../../sites.ts';
import { SITE } from './site.ts';

/** The definition of the gateway. */
export const CONFIG: string = fileURLToPath(new URL('../../telltale.config.ts', import.meta.url));

/** Where a gateway runs. */
export interface GatewayOptions {
  /** Folder of logs, objects and the station's data. */
  readonly folder: string;
  /** Port of the station. */
  readonly port: string;
  /** Ports of the programs by variable, where they are not the usual ones. */
  readonly ports: Readonly<Record<string, string>>;
  /** Environment by which the definition finds its receivers. */
  readonly receivers: Readonly<Record<string, string>>;
}

/** How long a program that has ended is away. */
const RESTART_AFTER_MS = 1000;

/**
 * Starts PostgreSQL, Redis, the storage, two providers, the gateway, what was there before it, people who ask, and a
 * station that watches. Throws where PostgreSQL or Redis is not installed.
 */
export async function startGateway({ folder, port, ports, receivers }: GatewayOptions): Promise<Supervisor> {
  mkdirSync(folder, { recursive: true });
  const redis = await startThrowAwayRedis('gateway-redis');
  const database = { name: 'gateway-postgres', database: 'gateway', schema: SCHEMA };
  const postgres = await startThrowAwayPostgres(database).catch(async (error: unknown) => {
    await redis.stop();
    throw error;
  });
  const adminUrl = postgres.urlFor('postgres');
  const objects = join(folder, 'objects');
  const where = (server: typeof redis | typeof postgres) => ({ folder: server.folder, pid: server.pid });
  const supervisor = createSupervisor(() =>
    SITE.write(folder, {
      pids: supervisor.pids(),
      postgres: where(postgres),
      redis: where(redis),
      adminUrl,
      objects,
      ports,
    }),
  );
  const env = {
    ...ports,
    ...receivers,
    GATEWAY_DEMO: '1',
    TELLTALE_PORT: port,
    LOG_FOLDER: join(folder, 'logs'),
    LEGACY_FOLDER: join(folder, 'legacy'),
    DATABASE_URL: adminUrl,
    REDIS_SOCKET: redis.socketPath,
  };
  const variables = { ...process.env, ...env };
  const programs: readonly Program[] = [
    stationProgram({ config: CONFIG, folder: join(folder, 'station'), port, env }),
    { name: 'storage', args: storageArgs(objects, variables) },
    ...['local', 'distant'].map((name) => ({ name, args: [programOf('provider'), name] })),
    { name: 'gateway', args: [programOf('gateway')] },
    { name: 'legacy', args: [fileURLToPath(new URL('../legacy/main.cjs', import.meta.url))] },
  ];
  for (const program of programs) supervisor.start({ ...program, env, restartAfterMs: RESTART_AFTER_MS });
  return {
    ...supervisor,
    stop: async () => {
      await supervisor.stop();
      await Promise.all([redis.stop(), postgres.stop()]);
      SITE.remove(folder);
    },
  };
}

/** The people who ask, when all that they ask is there. */
export function loadProgram(ports: Readonly<Record<string, string>>): Program {
  return { name: 'load', args: [programOf('load')], env: ports };
}

/** Waits until the gateway takes requests. */
export async function untilReady(variables: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  for (const path of ['/startup', '/ready', '/health'])
    await untilOk(`http://${addressOf('gateway', variables)}${path}`, signal);
}

function programOf(name: string): string {
  return fileURLToPath(new URL(`../${name}/main.ts`, import.meta.url));
}

/** The storage keeps objects as files. */
function storageArgs(objects: string, variables: NodeJS.ProcessEnv): readonly string[] {
  const script = join(dirname(createRequire(import.meta.url).resolve('s3rver')), '../bin/s3rver.js');
  const [host, port] = addressOf('storage', variables).split(':');
  const where = ['--address', host, '--port', port, '--directory', objects];
  return [script, ...where, '--silent', '--configure-bucket', BUCKET];
}
