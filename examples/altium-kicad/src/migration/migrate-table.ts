import { closeSync, existsSync, fsyncSync, openSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Pool } from 'pg';

import { readComponents } from '../altium/component-tables.ts';
import type { LibraryTable } from '../altium/database-library.ts';
import type { KicadSymbol } from '../kicad/symbol-library.ts';
import { printSymbolLibrary } from '../kicad/symbol-library.ts';
import { t } from '../monitoring.ts';
import type { Conversion } from './convert-component.ts';
import { convertComponent } from './convert-component.ts';

/** Where a table is converted to, and how fast. */
export interface MigrationOptions {
  readonly folder: string;
  /** Pause after each component. */
  readonly pauseMs: number;
  /** Stops the migration; the table that is being converted is left as it was. */
  readonly signal: AbortSignal;
}

/** The library file of a table. */
export function libraryFile(folder: string, table: LibraryTable): string {
  return join(folder, `${table.name.replaceAll(/[^\w .-]/g, '_')}.kicad_sym`);
}

/** Whether a table was converted before. */
export function isMigrated(folder: string, table: LibraryTable): boolean {
  return existsSync(libraryFile(folder, table));
}

/** Converts a table to a symbol library; what became of each component is the result. */
export function migrateTable(
  pool: Pool,
  table: LibraryTable,
  { folder, pauseMs, signal }: MigrationOptions,
): Promise<readonly Conversion[]> {
  return t.metrics.migration_duration_seconds.time({ type: table.name }, async () => {
    const conversions: Conversion[] = [];
    const symbols = new Map<string, KicadSymbol>();
    for (const component of await readComponents(pool, table)) {
      const conversion = convertComponent(component, symbols);
      conversions.push(conversion);
      if (typeof conversion.result === 'object') symbols.set(conversion.result.name, conversion.result);
      if (pauseMs > 0) await delay(pauseMs, undefined, { signal });
    }
    commit(libraryFile(folder, table), printSymbolLibrary([...symbols.values()]), () =>
      count(table.name, conversions),
    );
    return conversions;
  });
}

/**
 * Writes a file and counts what is in it, both or none: nothing is awaited, the counts are on disk before
 * the file has its name, and a kill finds no more than an instant between the two.
 */
function commit(file: string, text: string, countContent: () => void): void {
  const unfinished = `${file}.part`;
  const descriptor = openSync(unfinished, 'w');
  writeFileSync(descriptor, text);
  fsyncSync(descriptor);
  closeSync(descriptor);
  countContent();
  t.push.checkpoint();
  renameSync(unfinished, file);
}

function count(type: string, conversions: readonly Conversion[]): void {
  const { components_processed_total, migration_success_total, migration_errors_total } = t.metrics;
  for (const { confidence, result } of conversions) {
    if (confidence !== undefined) t.metrics.mapping_confidence.observe(confidence);
    if (typeof result === 'string') {
      migration_errors_total.inc({ error_type: result });
    } else {
      components_processed_total.inc({ type });
      migration_success_total.inc();
    }
  }
}
