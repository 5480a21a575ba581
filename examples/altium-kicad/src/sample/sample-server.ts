import type { ThrowAwayPostgres } from 'telltale-example-support/servers';
import { postgresPrograms, startThrowAwayPostgres } from 'telltale-example-support/servers';

/** The migration's own user, who may make schemas. */
export const MIGRATION_USER = 'altium_migration';

/** Starts a server for the sample. Throws where PostgreSQL is not installed. */
export async function startSampleServer(): Promise<ThrowAwayPostgres> {
  if (postgresPrograms() === undefined) {
    throw new Error('PostgreSQL is not installed: apt install postgresql, or set DATABASE_URL');
  }
  return startThrowAwayPostgres({
    name: 'altium-kicad',
    database: 'altium',
    schema: `create role ${MIGRATION_USER} login; alter database altium owner to ${MIGRATION_USER}`,
  });
}
