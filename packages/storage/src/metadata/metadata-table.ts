import type { MetricMetadata } from '@telltale/model';
import type { SqlDriver, SqlStatement } from '../sql/sql-driver.ts';
import type { MetadataRecord } from './metadata-record.ts';

/** The families in the catalog, in the order they were last changed. */
export function readMetadata(database: SqlDriver): MetadataRecord[] {
  return database
    .prepare('SELECT name, metadata FROM family ORDER BY rowid')
    .all()
    .map(([name, metadata]) => ({
      name: String(JSON.parse(String(name))),
      metadata: JSON.parse(String(metadata)) as MetricMetadata,
    }));
}

/** Writes families to the catalog, from the writer thread. Names are JSON texts, so that any string is safe. */
export class MetadataTable {
  readonly #replace: SqlStatement;
  readonly #trim: SqlStatement;

  constructor(database: SqlDriver) {
    this.#replace = database.prepare('INSERT OR REPLACE INTO family (name, metadata) VALUES (?, ?)');
    this.#trim = database.prepare(
      'DELETE FROM family WHERE rowid <= (SELECT rowid FROM family ORDER BY rowid DESC LIMIT 1 OFFSET ?)',
    );
  }

  /** Puts families and keeps the `limit` that were changed last; call it inside a transaction. */
  put(records: readonly MetadataRecord[], limit: number): void {
    if (records.length === 0) return;
    for (const { name, metadata } of records) {
      this.#replace.run(JSON.stringify(name), JSON.stringify(metadata));
    }
    this.#trim.run(limit);
  }
}
