import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Pool } from 'pg';

import type { LibraryTable } from '../altium/database-library.ts';
import { t } from '../monitoring.ts';
import type { Conversion } from './convert-component.ts';
import type { MigrationOptions } from './migrate-table.ts';
import { isMigrated, libraryFile, migrateTable } from './migrate-table.ts';

/** What is told of a table when it is done. */
export interface TableReport {
  readonly table: LibraryTable;
  /** Absent where an earlier run converted the table, or where it could not be read. */
  readonly conversions?: readonly Conversion[];
  readonly error?: string;
}

/** While it is there, a run is not finished; what it has not done is left to the next one. */
const markerIn = (folder: string) => join(folder, '.unfinished');

/** Goes on with a migration that was interrupted; one that was finished is done anew. */
export function beginMigration(tables: readonly LibraryTable[], folder: string): void {
  mkdirSync(folder, { recursive: true });
  if (existsSync(markerIn(folder))) return;
  for (const table of tables) rmSync(libraryFile(folder, table), { force: true });
  writeFileSync(markerIn(folder), '');
}

/** Everything is written and told. */
export function endMigration(folder: string): void {
  rmSync(markerIn(folder));
}

/** Converts the tables of a library that are not converted yet, one after the other. */
export async function* migrateLibrary(
  pool: Pool,
  tables: readonly LibraryTable[],
  options: MigrationOptions,
): AsyncGenerator<TableReport> {
  for (const { name } of tables) showFromZero(name);
  for (const table of tables) {
    if (options.signal.aborted) return;
    yield isMigrated(options.folder, table) ? { table } : await reportOf(pool, table, options);
  }
}

async function reportOf(pool: Pool, table: LibraryTable, options: MigrationOptions): Promise<TableReport> {
  try {
    return { table, conversions: await migrateTable(pool, table, options) };
  } catch (error) {
    if (options.signal.aborted) return { table, error: 'interrupted' };
    t.metrics.migration_errors_total.inc({ error_type: 'database' });
    return { table, error: String(error) };
  }
}

/** A series that appears with its first value has no increase that anybody could see. */
function showFromZero(type: string): void {
  t.metrics.components_processed_total.zero({ type });
  t.metrics.migration_duration_seconds.zero({ type });
}
