import type { FileHandle } from 'node:fs/promises';
import { copyFile, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../folder/sync-folder.ts';
import type { AuditRecord } from './audit-record.ts';
import { printAuditRecord } from './audit-record.ts';

/** Name of the newest file in the data folder; `audit.1.jsonl` is the one before. */
export const AUDIT_FILE = 'audit.jsonl';
/** Who may read what was done is who runs the station. */
const MODE = 0o600;
const MAX_BYTES = 16 * 1024 * 1024;
/** Together with the newest: about a million records. */
const KEPT_FILES = 16;
const NEWLINE = 0x0a;

/** Options of an audit log. */
export interface AuditLogOptions {
  /** The data folder. */
  readonly folder: string;
  /** Size from which a new file is begun. Default: 16 MiB. */
  readonly maxBytes?: number;
}

/** Path of a file in a data folder: 0 for the newest. */
export function auditFile(folder: string, age: number): string {
  return join(folder, age === 0 ? AUDIT_FILE : `audit.${age}.jsonl`);
}

/** How many files there are at most. */
export const AUDIT_FILES = KEPT_FILES;

/**
 * What was done in a station, one line of JSON for each: appended, never changed, and on disk when it is said to be
 * written.
 */
export class AuditLog {
  readonly #folder: string;
  readonly #maxBytes: number;
  #file: { readonly handle: FileHandle; bytes: number } | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor({ folder, maxBytes = MAX_BYTES }: AuditLogOptions) {
    this.#folder = folder;
    this.#maxBytes = maxBytes;
  }

  /** Resolves when the record is on disk; rejects where it cannot be written. Records keep their order. */
  append(record: AuditRecord): Promise<void> {
    return this.#inTurn(() => this.#write(printAuditRecord(record)));
  }

  /** Copies all files to a folder, between two records. */
  copyTo(folder: string): Promise<void> {
    return this.#inTurn(() => this.#copy(folder));
  }

  /** Writes what is under way, and closes the file. */
  async close(): Promise<void> {
    await this.#last;
    await this.#release();
  }

  #inTurn(task: () => Promise<void>): Promise<void> {
    const done = this.#last.then(task);
    this.#last = done.catch(() => undefined);
    return done;
  }

  async #copy(folder: string): Promise<void> {
    for (let age = 0; age < KEPT_FILES; age++) {
      await copyFile(auditFile(this.#folder, age), auditFile(folder, age)).catch(ignoreMissing);
    }
  }

  async #write(line: string): Promise<void> {
    try {
      const file = (this.#file ??= await this.#open());
      await file.handle.appendFile(line);
      await file.handle.datasync();
      file.bytes += Buffer.byteLength(line);
      if (file.bytes >= this.#maxBytes) await this.#rotate();
    } catch (error) {
      // What came of it is not known: the next record looks at the file anew.
      await this.#release().catch(() => undefined);
      throw error;
    }
  }

  async #open(): Promise<{ handle: FileHandle; bytes: number }> {
    const handle = await open(auditFile(this.#folder, 0), 'a+', MODE);
    const { size } = await handle.stat();
    if (size === 0) {
      await syncFolder(this.#folder);
      return { handle, bytes: 0 };
    }
    const { buffer } = await handle.read({ buffer: Buffer.alloc(1), position: size - 1 });
    // A crash may have cut the last line off: what comes now is a line of its own.
    if (buffer[0] !== NEWLINE) await handle.appendFile('\n');
    return { handle, bytes: size };
  }

  async #rotate(): Promise<void> {
    await this.#release();
    await rm(auditFile(this.#folder, KEPT_FILES - 1), { force: true });
    for (let age = KEPT_FILES - 2; age >= 0; age--) {
      await rename(auditFile(this.#folder, age), auditFile(this.#folder, age + 1)).catch(ignoreMissing);
    }
    await syncFolder(this.#folder);
  }

  async #release(): Promise<void> {
    const file = this.#file;
    this.#file = undefined;
    await file?.handle.close();
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
