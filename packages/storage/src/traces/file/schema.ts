import type { SqlDriver } from '../../sql/sql-driver.ts';

/** Layout of trace files; one with a higher number was written by a newer version. */
export const TRACE_LAYOUT = 1;

/** Stands for the first time of something that is not there. */
export const NEVER = Number.MAX_SAFE_INTEGER;

/** `docs/format.md` says what is in the tables. */
const SCHEMA = `
  CREATE TABLE progress (released INTEGER NOT NULL);
  CREATE TABLE settled (batch INTEGER PRIMARY KEY, fragments BLOB NOT NULL);
  CREATE TABLE totals (
    traces INTEGER NOT NULL, spans INTEGER NOT NULL, oldest INTEGER NOT NULL,
    first_minute INTEGER NOT NULL, last_minute INTEGER NOT NULL
  );
  CREATE TABLE service (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE operation (id INTEGER PRIMARY KEY, service INTEGER NOT NULL, name TEXT NOT NULL);
  CREATE TABLE resource (hash BLOB PRIMARY KEY, data TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE page (id INTEGER PRIMARY KEY, directory BLOB NOT NULL, data BLOB NOT NULL);
  CREATE TABLE part (trace BLOB NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (trace, id)) WITHOUT ROWID;
  CREATE TABLE split (trace BLOB PRIMARY KEY) WITHOUT ROWID;
  CREATE TABLE span_index (
    operation INTEGER NOT NULL, minute INTEGER NOT NULL, first_part INTEGER NOT NULL, entries BLOB NOT NULL,
    PRIMARY KEY (operation, minute, first_part)
  ) WITHOUT ROWID;
  CREATE TABLE operation_minute (
    minute INTEGER NOT NULL, operation INTEGER NOT NULL, is_entry INTEGER NOT NULL, tally BLOB NOT NULL,
    PRIMARY KEY (minute, operation, is_entry)
  ) WITHOUT ROWID;
  CREATE TABLE edge_minute (
    minute INTEGER NOT NULL, caller INTEGER NOT NULL, callee INTEGER NOT NULL, tally BLOB NOT NULL,
    PRIMARY KEY (minute, caller, callee)
  ) WITHOUT ROWID;
  INSERT INTO progress VALUES (0);
  INSERT INTO totals VALUES (0, 0, ${NEVER}, ${NEVER}, -1);
  PRAGMA user_version = ${TRACE_LAYOUT};
`;

/** Makes the tables of a new file. */
export function createTables(database: SqlDriver): void {
  if (layoutOf(database) === 0) database.transaction(() => database.execute(SCHEMA));
}

/** Whether the file was only just created when its process died: nothing is in it, and it can be written. */
export function isUnfinished(database: SqlDriver): boolean {
  return layoutOf(database) === 0;
}

/** Whether this version can read the file. */
export function isReadableLayout(database: SqlDriver): boolean {
  return layoutOf(database) === TRACE_LAYOUT;
}

function layoutOf(database: SqlDriver): number {
  return Number(database.prepare('PRAGMA user_version').get()?.[0] ?? 0);
}
