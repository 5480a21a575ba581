import { join } from 'node:path';
import { databaseBytes } from '../../folder/data-folder.ts';
import { openForReading, openForWriting } from '../../sql/sql-driver.ts';
import type { SqlDriver } from '../../sql/sql-driver.ts';
import { createTables, isReadableLayout } from './schema.ts';
import { TraceFile } from './trace-file.ts';
import type { FileTotals } from './trace-file.ts';
import { TraceFileWriter } from './trace-file-writer.ts';
import { printTraceFileName } from './trace-file-name.ts';
import type { TraceFileName } from './trace-file-name.ts';

/** A file of the folder, and the connection to it while there is one. */
export class StoredFile {
  readonly name: TraceFileName;
  readonly path: string;
  readonly #onDamage: (error: unknown) => void;
  #database: SqlDriver | undefined;
  #file: TraceFile | undefined;
  #writer: TraceFileWriter | undefined;
  #totals: FileTotals | undefined;
  /** Reads that go on. */
  users = 0;

  constructor(folder: string, name: TraceFileName, onDamage: (error: unknown, path: string) => void) {
    this.name = name;
    this.path = join(folder, printTraceFileName(name));
    this.#onDamage = (error) => onDamage(error, this.path);
  }

  get isOpen(): boolean {
    return this.#database !== undefined;
  }

  get isWritten(): boolean {
    return this.#writer !== undefined;
  }

  get bytes(): number {
    return databaseBytes(this.path);
  }

  /** For reading; throws what SQLite does, or where another version wrote the file. */
  get file(): TraceFile {
    if (this.#file === undefined) {
      this.#database = openReadable(() => openForReading(this.path));
      this.#file = new TraceFile(this.#database, this.#onDamage);
    }
    return this.#file;
  }

  /** For writing; made when it is not there. */
  get writer(): TraceFileWriter {
    if (this.#writer === undefined) {
      // A read that goes on keeps the connection it has.
      if (this.users === 0) this.close();
      this.#database = openReadable(() => openForWriting(this.path), createTables);
      this.#writer = this.#createWriter(this.#database);
    }
    return this.#writer;
  }

  /** Of a file that nothing is written to, they are known from the first look on. */
  get totals(): FileTotals {
    if (this.isWritten) return this.file.totals();
    return (this.#totals ??= this.file.totals());
  }

  /** The file as it is now, whatever is written to it later; to be closed by the caller. */
  snapshot(): TraceFile {
    const snapshot = new TraceFile(openForReading(this.path), this.#onDamage, this.file.names);
    snapshot.freeze();
    return snapshot;
  }

  /** After a commit that failed: what the writer knows may not be in the file. Reads go on. */
  renewWriter(): void {
    if (this.#database !== undefined && this.isWritten) this.#writer = this.#createWriter(this.#database);
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
    this.#file = undefined;
    this.#writer = undefined;
    this.#totals = undefined;
  }

  #createWriter(database: SqlDriver): TraceFileWriter {
    this.#file = new TraceFile(database, this.#onDamage);
    return new TraceFileWriter(database, this.#file);
  }
}

function openReadable(open: () => SqlDriver, prepare: (database: SqlDriver) => void = () => {}): SqlDriver {
  const database = open();
  try {
    prepare(database);
    if (!isReadableLayout(database)) throw new Error('another version wrote it');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}
