import { readFileSync } from 'node:fs';
import type { Pool } from 'pg';
import { stopRequest } from 'telltale-example-support/programs';
import { untilAborted } from 'telltale-example-support/waiting';

import { killNextConnection, openPool } from './altium/component-tables.ts';
import { parseDatabaseLibrary } from './altium/database-library.ts';
import { printTable, printTotal } from './console-report.ts';
import { migrateLibrary } from './migration/migrate-library.ts';
import type { TableReport } from './migration/migrate-library.ts';
import { openOutputFolder } from './migration/output-folder.ts';
import { t } from './monitoring.ts';
import { options } from './options.ts';
import { loadSample } from './sample/sample-library.ts';
import { MIGRATION_USER, startSampleServer } from './sample/sample-server.ts';

const stop = stopRequest();

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
} finally {
  await t.shutdown();
}

async function main(): Promise<number> {
  const { url } = await t.serve({ port: options.port });
  console.log(url === undefined ? 'No metrics page: choose another --port' : `Metrics at ${url}`);
  const server = process.env.DATABASE_URL ? undefined : await startSampleServer();
  if (server) console.log(`PostgreSQL in ${server.folder}, until the end of this run`);
  const pool = openPool(server?.urlFor(MIGRATION_USER) ?? process.env.DATABASE_URL ?? '');
  try {
    const reports = await migrate(pool);
    if (options.stay && !stop.aborted) {
      console.log('The metrics stay; Ctrl-C ends it.');
      await untilAborted(stop);
    }
    return reports.some(({ error }) => error !== undefined) ? 1 : 0;
  } finally {
    await pool.end();
    await server?.stop();
  }
}

async function migrate(pool: Pool): Promise<readonly TableReport[]> {
  const library = options.library ? readFileSync(options.library, 'utf8') : await loadSample(pool, options);
  const tables = parseDatabaseLibrary(library);
  if (tables.length === 0) throw new Error('the library has no [Table1]');
  if (options['kill-database']) killNextConnection(pool);
  const output = openOutputFolder(options.out, tables);
  const migration = { pool, output, pauseMs: options.slow ? 20 : 0, signal: stop };
  const reports: TableReport[] = [];
  for await (const report of migrateLibrary(tables, migration)) {
    printTable(report);
    reports.push(report);
  }
  const isComplete = reports.length === tables.length && reports.every(({ error }) => error === undefined);
  if (isComplete) t.metrics.migration_last_success_timestamp_seconds.set(Date.now() / 1000);
  printTotal(reports, { isComplete, folder: options.out });
  await pushCounts();
  if (isComplete) output.finish();
  return reports;
}

async function pushCounts(): Promise<void> {
  const result = await t.push.flush();
  if (result === 'sent') console.log(`Counts sent to ${options.push}`);
  else if (result !== 'off') console.error(`Counts could not be sent (${result}); the next run sends them`);
}
