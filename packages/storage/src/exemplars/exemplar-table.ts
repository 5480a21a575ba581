import type { SqlDriver, SqlStatement } from '../sql/sql-driver.ts';
import type { ExemplarRecord } from './exemplar-record.ts';

/** The exemplars in the catalog, oldest first. */
export function readExemplars(database: SqlDriver): ExemplarRecord[] {
  return database
    .prepare('SELECT number, series, time_ms, value, labels FROM exemplar ORDER BY number')
    .all()
    .map(([number, seriesId, timestampMs, value, labelsJson]) => ({
      number: Number(number),
      seriesId: Number(seriesId),
      timestampMs: Number(timestampMs),
      // SQLite has no NaN: it keeps NULL in its place.
      value: value === null ? NaN : Number(value),
      labelsJson: String(labelsJson),
    }));
}

/** Writes exemplars to the catalog, from the writer thread. */
export class ExemplarTable {
  readonly #insert: SqlStatement;
  readonly #deleteUpTo: SqlStatement;

  constructor(database: SqlDriver) {
    this.#insert = database.prepare(
      'INSERT OR REPLACE INTO exemplar (number, series, time_ms, value, labels) VALUES (?, ?, ?, ?, ?)',
    );
    this.#deleteUpTo = database.prepare('DELETE FROM exemplar WHERE number <= ?');
  }

  /** Adds exemplars and keeps the newest `limit` of all; call it inside a transaction. */
  add(records: readonly ExemplarRecord[], limit: number): void {
    for (const { number, seriesId, timestampMs, value, labelsJson } of records.slice(-limit)) {
      this.#insert.run(number, seriesId, timestampMs, value, labelsJson);
    }
    const newest = records.at(-1);
    if (newest !== undefined) this.#deleteUpTo.run(newest.number - limit);
  }
}
