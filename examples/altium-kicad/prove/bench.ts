import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { askDatabase } from 'telltale-example-support/servers';

import { MIGRATION_USER, startSampleServer } from '../src/sample/sample-server.ts';
import type { Site } from './migration-run.ts';
import type { MigrationRun } from './migration-run.ts';
import { startMigration } from './migration-run.ts';

/** What proofs work with: one PostgreSQL server, and a database and a folder for each run. */
export interface Bench {
  /** An empty database and an empty folder. */
  newSite(): Promise<Site>;
  /** A run that has converted a small library with bad rows and still serves its metrics; always the same. */
  finishedRun(): Promise<MigrationRun>;
  /** Ends everything and removes it. */
  close(): Promise<void>;
}

/** Starts the server. Throws where PostgreSQL is not installed. */
export async function createBench(): Promise<Bench> {
  const server = await startSampleServer();
  const folders: string[] = [];
  let finished: Promise<MigrationRun> | undefined;

  async function newSite(): Promise<Site> {
    const folder = mkdtempSync(join(tmpdir(), 'altium-kicad-proof-'));
    const database = `site_${folders.push(folder)}`;
    const adminUrl = server.urlFor('postgres', database);
    await askDatabase(server.urlFor('postgres'), `create database ${database} owner ${MIGRATION_USER}`);
    return { folder, databaseUrl: server.urlFor(MIGRATION_USER, database), adminUrl };
  }

  async function startFinished(): Promise<MigrationRun> {
    const run = startMigration(await newSite(), ['--rows', '400', '--corrupt', '5', '--stay']);
    await run.prints('The metrics stay');
    return run;
  }

  return {
    newSite,
    finishedRun: () => (finished ??= startFinished()),
    close: async () => {
      const run = await finished?.catch(() => undefined);
      run?.kill('SIGTERM');
      await run?.exit;
      await server.stop();
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}
