import { mkdirSync, rmSync } from 'node:fs';
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

/**
 * Converts all tables of a library, one after the other. A run that was interrupted is continued; one
 * that had finished is done anew.
 */
export async function* migrateLibrary(
  pool: Pool,
  tables: readonly LibraryTable[],
  options: MigrationOptions,
): AsyncGenerator<TableReport> {
  const { folder, signal } = options;
  mkdirSync(folder, { recursive: true });
  if (tables.every((table) => isMigrated(folder, table))) {
    for (const table of tables) rmSync(libraryFile(folder, table));
  }
  for (const { name } of tables) showFromZero(name);
  for (const table of tables) {
    if (signal.aborted) return;
    yield isMigrated(folder, table) ? { table } : await reportOf(pool, table, options);
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
