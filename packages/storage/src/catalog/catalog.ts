import { randomUUID } from 'node:crypto';
import type { SqlDriver, SqlStatement } from '../sql/sql-driver.ts';

/** Layout of the catalog; one with a higher number was written by a newer version. */
export const CATALOG_LAYOUT = 1;

const SCHEMA = `
  CREATE TABLE origin (store TEXT NOT NULL);
  CREATE TABLE series (id INTEGER PRIMARY KEY, labels TEXT NOT NULL);
  CREATE TABLE journal (
    name TEXT NOT NULL, sequence INTEGER NOT NULL, time_ms REAL NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (name, sequence)
  ) WITHOUT ROWID;
  CREATE TABLE document (
    collection TEXT NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (collection, key)
  ) WITHOUT ROWID;
  PRAGMA user_version = ${CATALOG_LAYOUT};
`;

/** Tables that came later; versions that do not know them leave them alone. */
const LATER_TABLES = `
  CREATE TABLE IF NOT EXISTS exemplar (
    number INTEGER PRIMARY KEY, series INTEGER NOT NULL, time_ms REAL NOT NULL, value REAL, labels TEXT NOT NULL
  );
  CREATE TABLE IF NOT EXISTS family (name TEXT NOT NULL UNIQUE, metadata TEXT NOT NULL);
`;

/** A series as it is kept: its id and its labels as JSON. */
export interface SeriesRecord {
  readonly id: number;
  readonly labelsJson: string;
}

/**
 * Creates the tables of a new catalog. Returns false when the file was written by a newer version,
 * whose layout this one does not know.
 */
export function prepareCatalog(database: SqlDriver): boolean {
  const layout = Number(database.prepare('PRAGMA user_version').get()?.[0]);
  if (layout !== 0 && layout !== CATALOG_LAYOUT) return false;
  database.transaction(() => {
    if (layout === 0) {
      database.execute(SCHEMA);
      database.prepare('INSERT INTO origin (store) VALUES (?)').run(randomUUID());
    }
    database.execute(LATER_TABLES);
  });
  return true;
}

/** The id of the store: day files carry it too, because series ids mean nothing to another catalog. */
export function readStoreId(database: SqlDriver): string {
  return String(database.prepare('SELECT store FROM origin').get()?.[0]);
}

export function readSeriesRecords(database: SqlDriver): SeriesRecord[] {
  return database
    .prepare('SELECT id, labels FROM series ORDER BY id')
    .all()
    .map(([id, labelsJson]) => ({ id: Number(id), labelsJson: String(labelsJson) }));
}

/** Removes series that have no samples left, and their exemplars: their ids may be given again after a restart. */
export function deleteSeriesRecords(database: SqlDriver, ids: readonly number[]): void {
  if (ids.length === 0) return;
  const remove = database.prepare('DELETE FROM series WHERE id = ?');
  database.transaction(() => {
    for (const id of ids) remove.run(id);
    database.execute('DELETE FROM exemplar WHERE series NOT IN (SELECT id FROM series)');
  });
}

/** Adds series to the catalog, from the writer thread. */
export class SeriesWriter {
  readonly #database: SqlDriver;
  readonly #insert: SqlStatement;

  constructor(database: SqlDriver) {
    this.#database = database;
    this.#insert = database.prepare('INSERT OR IGNORE INTO series (id, labels) VALUES (?, ?)');
  }

  add(records: readonly SeriesRecord[]): void {
    this.#database.transaction(() => {
      for (const { id, labelsJson } of records) this.#insert.run(id, labelsJson);
    });
  }
}
