import { checks } from '@telltale/sdk';
import { Pool } from 'pg';

import type { ProgramName } from '../sites.ts';
import { addressOf } from '../sites.ts';
import { t } from '../telemetry.ts';
import type { Routes } from './server.ts';
import { startServer } from './server.ts';

/** What one of the programs does. */
export interface ProgramParts {
  readonly routes: Routes;
  /** What goes wrong on purpose, by the name of the fault. */
  readonly faults: Readonly<Record<string, (isOn: boolean) => unknown>>;
}

/** Runs a program on its port until it is asked to end. */
export async function runProgram(
  name: ProgramName,
  makeParts: (database: Pool) => ProgramParts,
): Promise<void> {
  const database = new Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
  database.on('error', (error) => t.log.warn('PostgreSQL has gone', { error }));
  t.health.add('database', checks.postgres(database));
  const { routes, faults } = makeParts(database);
  const port = Number(addressOf(name, process.env).split(':')[1]);
  const server = await startServer({ ...routes, ...faultRoutes(faults) }, t.http, port);
  t.lifecycle.manage(server);
  t.lifecycle.onShutdown('database', () => database.end());
  t.ready();
}

/** `PUT` makes something go wrong, `DELETE` makes it good again; in the demo alone. */
function faultRoutes(faults: ProgramParts['faults']): Routes {
  if (process.env.SHOP_DEMO !== '1') return {};
  const set =
    (isOn: boolean): Routes[string] =>
    ({ name }) => {
      if (Object.hasOwn(faults, name)) faults[name](isOn);
      return { name, isOn };
    };
  return { 'PUT /fault/:name': set(true), 'DELETE /fault/:name': set(false) };
}
