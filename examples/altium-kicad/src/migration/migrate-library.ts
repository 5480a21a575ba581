import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';

import { readComponents } from '../altium/component-tables.ts';
import type { LibraryTable } from '../altium/database-library.ts';
import type { KicadSymbol } from '../kicad/symbol-library.ts';
import { printSymbolLibrary } from '../kicad/symbol-library.ts';
import { t } from '../monitoring.ts';
import type { Conversion } from './convert-component.ts';
import { convertComponent } from './convert-component.ts';
import type { OutputFolder } from './output-folder.ts';

/** What a migration works with. */
export interface Migration {
  readonly pool: Pool;
  readonly output: OutputFolder;
  /** After each component. */
  readonly pauseMs: number;
  /** Stops the migration; a table that is being converted is left as it was. */
  readonly signal: AbortSignal;
}

/** What is told of a table when it is done. */
export interface TableReport {
  readonly table: LibraryTable;
  /** Absent where an earlier run converted the table, or where it failed. */
  readonly conversions?: readonly Conversion[];
  readonly error?: string;
}

/** Converts the tables that are not converted yet, one after the other. */
export async function* migrateLibrary(
  tables: readonly LibraryTable[],
  migration: Migration,
): AsyncGenerator<TableReport> {
  for (const { name: type } of tables) {
    // A series that appears with its first value has no increase that anybody could see.
    t.metrics.components_processed_total.zero({ type });
    t.metrics.migration_duration_seconds.zero({ type });
  }
  for (const table of tables) {
    if (migration.signal.aborted) return;
    try {
      yield migration.output.has(table)
        ? { table }
        : { table, conversions: await migrateTable(table, migration) };
    } catch (error) {
      if (!migration.signal.aborted) t.metrics.migration_errors_total.inc({ error_type: 'table_failed' });
      yield { table, error: String(error) };
    }
  }
}

function migrateTable(table: LibraryTable, migration: Migration): Promise<readonly Conversion[]> {
  const { pool, output, pauseMs, signal } = migration;
  return t.metrics.migration_duration_seconds.time({ type: table.name }, async () => {
    const conversions: Conversion[] = [];
    const symbols = new Map<string, KicadSymbol>();
    for (const component of await readComponents(pool, table)) {
      const conversion = convertComponent(component, symbols);
      conversions.push(conversion);
      if (typeof conversion.result === 'object') symbols.set(conversion.result.name, conversion.result);
      if (pauseMs > 0) await delay(pauseMs, undefined, { signal });
    }
    output.write(table, printSymbolLibrary([...symbols.values()]), () => {
      count(table.name, conversions);
      // From here on nothing is awaited: after kill -9, what is counted is what is written.
      t.push.checkpoint();
    });
    return conversions;
  });
}

function count(type: string, conversions: readonly Conversion[]): void {
  for (const { confidence, result } of conversions) {
    if (confidence !== undefined) t.metrics.mapping_confidence.observe(confidence);
    if (typeof result === 'string') {
      t.metrics.migration_errors_total.inc({ error_type: result });
    } else {
      t.metrics.components_processed_total.inc({ type });
      t.metrics.migration_success_total.inc();
    }
  }
}
