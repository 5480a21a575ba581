import { existsSync } from 'node:fs';
import { DatabaseSync, backup } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';

/** What a column can hold. */
export type SqlValue = null | number | string | Uint8Array;

/** A prepared statement; parameters are positional. */
export interface SqlStatement {
  /** Runs a change and returns the rowid of an inserted row. */
  run(...parameters: SqlValue[]): number;
  /** The first row as an array of its columns. */
  get(...parameters: SqlValue[]): SqlValue[] | undefined;
  /** All rows, each an array of its columns. */
  all(...parameters: SqlValue[]): SqlValue[][];
}

/** The part of SQLite that the store uses, so that another binding could take its place. */
export interface SqlDriver {
  execute(sql: string): void;
  prepare(sql: string): SqlStatement;
  /** Runs `work` in one transaction, rolled back when it throws. */
  transaction<Result>(work: () => Result): Result;
  close(): void;
}

/** In this order: pages can be given back only when that is set before a new file gets its first page. */
const WRITER_SETTINGS = [
  'auto_vacuum = INCREMENTAL',
  'journal_mode = WAL',
  'synchronous = FULL',
  // Journals count to the space that the store may take.
  'journal_size_limit = 1048576',
  'wal_autocheckpoint = 256',
];

/** Opens a database for one writer: write-ahead journal, every commit fsynced. Created when missing. */
export function openForWriting(path: string): SqlDriver {
  const database = new DatabaseSync(path, { timeout: 5000 });
  for (const setting of WRITER_SETTINGS) database.exec(`PRAGMA ${setting}`);
  return createDriver(database);
}

/** Writes the state that a connection sees to a new file. */
export function copyDatabase(from: SqlDriver, path: string): void {
  from.execute(`VACUUM INTO '${path.replaceAll("'", "''")}'`);
}

/** A database as it was at one moment, whatever is written to it meanwhile. */
export interface FrozenDatabase {
  /** Writes that state to a new file, some pages at a time in a thread of Node. */
  copyTo(path: string): Promise<void>;
  close(): void;
}

/** Pages that are copied before others get their turn: 1 MiB. */
const PAGES_A_TURN = 256;

/** Takes hold of the state of a database beside its writer, by a transaction that reads. */
export function freezeDatabase(path: string): FrozenDatabase {
  const database = new DatabaseSync(path, { readOnly: true, timeout: 5000 });
  try {
    database.exec('BEGIN');
    // The first read is the moment. Without it a copy would begin anew at each commit of the writer.
    database.prepare('SELECT count(*) FROM sqlite_master').get();
  } catch (error) {
    database.close();
    throw error;
  }
  return {
    copyTo: async (target) => {
      await backup(database, target, { rate: PAGES_A_TURN });
    },
    close: () => database.close(),
  };
}

/** Gives the pages of deleted rows back to the file system. */
export function shrinkDatabase(database: SqlDriver): void {
  const isIncremental = Number(database.prepare('PRAGMA auto_vacuum').get()?.[0]) === 2;
  // A file of an earlier version is rewritten once; from then on it can give back pages.
  database.execute(isIncremental ? 'PRAGMA incremental_vacuum' : 'PRAGMA auto_vacuum = INCREMENTAL; VACUUM');
  database.execute('PRAGMA wal_checkpoint(TRUNCATE)');
}

/**
 * Makes a database whole that a killed writer left with a journal. To be called where no writer can be at work: a
 * reader cannot do it, and is refused where the writer died while it created the file.
 */
export function recoverDatabase(path: string): void {
  if (!['-wal', '-journal'].some((suffix) => existsSync(path + suffix))) return;
  const database = new DatabaseSync(path, { timeout: 5000 });
  try {
    // The first look at the file does it, and closing the last connection removes the journal.
    database.prepare('PRAGMA schema_version').get();
  } finally {
    database.close();
  }
}

/** Opens an existing database for reading beside its writer. */
export function openForReading(path: string): SqlDriver {
  return createDriver(new DatabaseSync(path, { readOnly: true, timeout: 5000 }));
}

/** Opens a database and takes its exclusive lock at once, held until it is closed or the process ends. */
export function openLocked(path: string): SqlDriver {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    throw error;
  }
  return createDriver(database);
}

function createDriver(database: DatabaseSync): SqlDriver {
  return {
    execute: (sql) => database.exec(sql),
    prepare: (sql) => createStatement(database.prepare(sql)),
    transaction: (work) => {
      database.exec('BEGIN IMMEDIATE');
      try {
        const result = work();
        database.exec('COMMIT');
        return result;
      } catch (error) {
        if (database.isTransaction) database.exec('ROLLBACK');
        throw error;
      }
    },
    close: () => database.close(),
  };
}

function createStatement(statement: StatementSync): SqlStatement {
  statement.setReturnArrays(true);
  return {
    run: (...parameters) => Number(statement.run(...parameters).lastInsertRowid),
    // Array rows are set above; the declared type of the rows knows objects only.
    get: (...parameters) => statement.get(...parameters) as unknown as SqlValue[] | undefined,
    all: (...parameters) => statement.all(...parameters) as unknown as SqlValue[][],
  };
}
