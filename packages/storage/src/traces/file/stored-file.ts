import { databaseBytes } from '../../folder/data-folder.ts';
import { openForReading, openForWriting } from '../../sql/sql-driver.ts';
import type { SqlDriver } from '../../sql/sql-driver.ts';
import { createTables, isReadableLayout, isUnfinished } from './schema.ts';
import { TraceFile } from './trace-file.ts';
import type { TraceFileContext } from './trace-file.ts';
import { TraceFileWriter } from './trace-file-writer.ts';
import type { TraceFileName } from './trace-file-name.ts';

/** A file of the folder, and the connection to it while there is one. */
export class StoredFile {
  readonly name: TraceFileName;
  readonly path: string;
  readonly #context: TraceFileContext;
  #database: SqlDriver | undefined;
  #file: TraceFile | undefined;
  #writer: TraceFileWriter | undefined;
  /** Reads that go on. */
  users = 0;

  constructor(path: string, name: TraceFileName, context: TraceFileContext) {
    this.name = name;
    this.path = path;
    this.#context = context;
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

  /** For reading; nothing where nothing is in it. Throws what SQLite does, or where another version wrote the file. */
  get file(): TraceFile | undefined {
    if (this.#file === undefined) {
      this.#database = openReadable(this.path);
      this.#file = this.#database && new TraceFile(this.#database, this.#context);
    }
    return this.#file;
  }

  /** For writing; made when it is not there. Throws as {@link file}. */
  get writer(): TraceFileWriter {
    if (this.#writer === undefined) {
      // A read that goes on keeps the connection it has.
      if (this.users === 0) this.close();
      this.#database = openWritable(this.path);
      this.#writer = this.#createWriter(this.#database);
    }
    return this.#writer;
  }

  /** The file as it is now, whatever is written to it later; to be closed by the caller. */
  snapshot(): TraceFile {
    const snapshot = new TraceFile(openForReading(this.path), this.#context, this.file?.names);
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
  }

  #createWriter(database: SqlDriver): TraceFileWriter {
    this.#file = new TraceFile(database, this.#context);
    return new TraceFileWriter(database, this.#file);
  }
}

function openReadable(path: string): SqlDriver | undefined {
  const database = openForReading(path);
  if (!isUnfinished(database)) return withKnownLayout(database);
  database.close();
  return undefined;
}

function openWritable(path: string): SqlDriver {
  const database = openForWriting(path);
  createTables(database);
  return withKnownLayout(database);
}

function withKnownLayout(database: SqlDriver): SqlDriver {
  if (isReadableLayout(database)) return database;
  database.close();
  throw new Error('another version wrote it');
}
