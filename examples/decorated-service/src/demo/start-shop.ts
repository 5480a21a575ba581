import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Program, Supervisor } from 'telltale-example-support/programs';
import { createSupervisor } from 'telltale-example-support/programs';
import type { ThrowAwayPostgres } from 'telltale-example-support/servers';
import { startThrowAwayPostgres } from 'telltale-example-support/servers';
import { untilOk } from 'telltale-example-support/waiting';
import { stationProgram } from 'telltale-example-support/watching';

import { buildServices } from '../build/build-services.ts';
import { SCHEMA } from '../shop/schema.ts';
import { PROGRAMS, addressOf } from '../sites.ts';

/** The definition of the shop. */
export const CONFIG: string = fileURLToPath(new URL('../../telltale.config.ts', import.meta.url));

/** Where a shop runs. */
export interface ShopOptions {
  /** Folder of logs and of the station's data. */
  readonly folder: string;
  /** Port of the station. */
  readonly port: string;
  /** Ports of the programs by variable, where they are not the usual ones. */
  readonly ports: Readonly<Record<string, string>>;
  /** Environment by which the definition finds its receivers. */
  readonly receivers: Readonly<Record<string, string>>;
}

/** A running shop. */
export interface Shop extends Supervisor {
  readonly postgres: ThrowAwayPostgres;
  /** File of the log of a program. */
  readonly logOf: (program: string) => string;
}

/** Starts PostgreSQL, a station, the two programs and customers. Throws where PostgreSQL is not installed. */
export async function startShop({ folder, port, ports, receivers }: ShopOptions): Promise<Shop> {
  mkdirSync(folder, { recursive: true });
  const [programs, postgres] = await Promise.all([
    buildServices(),
    startThrowAwayPostgres({ name: 'shop-postgres', database: 'shop', schema: SCHEMA }),
  ]);
  const logFolder = join(folder, 'logs');
  const env = { ...ports, ...receivers, SHOP_DEMO: '1', TELLTALE_PORT: port, LOG_FOLDER: logFolder };
  const supervisor = createSupervisor();
  const all: readonly Program[] = [
    stationProgram({ config: CONFIG, folder: join(folder, 'station'), port, env }),
    ...PROGRAMS.map((name) => ({
      name,
      args: [join(programs, `${name}.js`)],
      env: { ...env, OTEL_SERVICE_NAME: name, DATABASE_URL: postgres.urlFor(name) },
    })),
    { name: 'load', args: [fileURLToPath(new URL('../load/main.ts', import.meta.url))], env },
  ];
  for (const program of all) supervisor.start(program);
  return {
    ...supervisor,
    postgres,
    logOf: (program) => join(logFolder, `${program}.log`),
    stop: async () => {
      await supervisor.stop();
      await postgres.stop();
    },
  };
}

/** Waits until both programs take requests, and the station answers. */
export async function untilReady(variables: NodeJS.ProcessEnv, signal: AbortSignal): Promise<void> {
  for (const program of PROGRAMS)
    await untilOk(`http://${addressOf(program, variables)}/health/ready`, signal);
  await untilOk(`http://127.0.0.1:${variables.TELLTALE_PORT ?? '4400'}/-/ready`, signal);
}
