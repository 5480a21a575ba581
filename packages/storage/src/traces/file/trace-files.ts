import { join } from 'node:path';
import { deleteDatabase, messageOf, setAside } from '../../folder/data-folder.ts';
import type { StoreNotice } from '../../notice.ts';
import { recoverDatabase } from '../../sql/sql-driver.ts';
import { sqlFailureOf } from '../../sql/sql-failure.ts';
import type { DecidedTrace } from './decided-trace.ts';
import { PageCache } from './page-cache.ts';
import { StoredFile } from './stored-file.ts';
import type { FileProgress, TraceFile } from './trace-file.ts';
import type { CommittedProgress } from './trace-file-writer.ts';
import { listTraceFiles, printTraceFileName } from './trace-file-name.ts';
import type { TraceFileName } from './trace-file-name.ts';

const DAY_MS = 86_400_000;
/** Connections that stay open for the next read. */
const MAX_OPEN = 16;
/** Of unpacked pages: some hundred thousand spans. */
const MAX_CACHED_BYTES = 16 * 1024 * 1024;
/** A trace that goes on was begun in one of these. */
export const FILES_OF_LATE_SPANS = 2;
/** Where all files have a limit a file has a part of it, so that the oldest can go for the next. */
const FILES_WITHIN_LIMIT = 8;

export interface TraceFilesOptions {
  readonly folder: string;
  /** The most that all files may take. */
  readonly maxBytes: number;
  readonly onNotice: (notice: StoreNotice) => void;
}

/** All files of traces: the one of the day, which is written, and the others. */
export class TraceFiles {
  readonly #options: TraceFilesOptions;
  /** The oldest first. */
  #files: StoredFile[];
  #current: StoredFile | undefined;
  /** Gone from the list, and deleted as soon as no read uses them. */
  #dropped: StoredFile[] = [];
  /** Left where they are, unread. */
  readonly #ignored: TraceFileName[] = [];
  readonly #damaged = new Set<string>();
  readonly #pages = new PageCache(MAX_CACHED_BYTES);
  #nextKey = 0;
  #maxBytes: number;

  constructor(options: TraceFilesOptions) {
    this.#options = options;
    this.#maxBytes = options.maxBytes;
    this.#files = listTraceFiles(options.folder).map((name) => this.#stored(name));
    for (const { path } of this.#files) recoverReadable(path);
  }

  /** The most that all files may take from now on; `applyLimit` sees to it. */
  set maxBytes(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Begins of the days that have a file, ascending. */
  get days(): number[] {
    return [...new Set(this.#files.map(({ name }) => name.dayMs))];
  }

  /** Of all files. */
  get bytes(): number {
    return this.#files.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** What all files say of the log together. */
  progress(): FileProgress {
    const settled = new Map<number, Uint8Array>();
    let released = 0;
    this.read((files) => {
      for (const progress of files.map((file) => file.progress())) {
        released = Math.max(released, progress.released);
        for (const [batch, bits] of progress.settled)
          settled.set(batch, joinedBits(settled.get(batch), bits));
      }
    });
    return { released, settled };
  }

  /** Writes to the file of a day. Throws what SQLite does; nothing was written then. */
  commit(nowMs: number, traces: readonly DecidedTrace[], progress: CommittedProgress): void {
    const current = this.#openCurrent(Math.floor(nowMs / DAY_MS) * DAY_MS);
    try {
      current.writer.commit(traces, progress);
    } catch (error) {
      const failure = sqlFailureOf(error);
      if (failure !== 'damaged' && current.isWritten) current.renewWriter();
      else if (failure === 'damaged' || failure === 'other') this.#ignore(current, error);
      else this.#forget(current);
      throw error;
    }
  }

  /** The files that a trace with late spans can have parts in, the newest first. */
  ofLateSpans(): TraceFile[] {
    return this.#open(this.#newest);
  }

  /** Reads from all files at once. The newest file is the first. */
  read<Result>(work: (files: readonly TraceFile[]) => Result): Result {
    try {
      return work(this.#open(this.#files.toReversed()));
    } finally {
      this.#closeIdle();
    }
  }

  /** Runs a read that takes its time; files that it uses stay until it has ended. */
  async use<Result>(work: (files: readonly TraceFile[]) => Promise<Result>): Promise<Result> {
    const stored = this.#files.toReversed();
    for (const each of stored) each.users++;
    try {
      return await work(this.#open(stored));
    } finally {
      for (const each of stored) each.users--;
      this.#deleteDropped();
      this.#closeIdle();
    }
  }

  /** The same for a read that has to see all files as they are now, whatever is written meanwhile. */
  useFrozen<Result>(work: (files: readonly TraceFile[]) => Promise<Result>): Promise<Result> {
    return this.use(async () => {
      const mayChange = new Set([...this.#newest, ...this.#files.filter(({ isWritten }) => isWritten)]);
      const snapshots: TraceFile[] = [];
      try {
        const frozen = this.#files.flatMap((stored) => {
          if (stored.file === undefined || !mayChange.has(stored)) return stored.file ?? [];
          const snapshot = stored.snapshot();
          snapshots.push(snapshot);
          return snapshot;
        });
        return await work(frozen);
      } finally {
        for (const snapshot of snapshots) snapshot.close();
      }
    });
  }

  /** Deletes all files of some days. */
  dropDays(days: readonly number[]): void {
    for (const stored of this.#files.filter(({ name }) => days.includes(name.dayMs))) this.#drop(stored);
    this.#deleteDropped();
  }

  /**
   * Keeps all files together below their limit: the oldest go.
   *
   * @param otherBytes - what takes space beside them.
   */
  applyLimit(otherBytes: number): void {
    const maxBytes = this.#maxBytes;
    if (maxBytes === Infinity) return;
    if (this.#current !== undefined && this.#isFull(this.#current)) this.#current = undefined;
    let bytes = this.bytes + otherBytes;
    for (const stored of this.#files) {
      if (bytes <= maxBytes * (1 - 1 / FILES_WITHIN_LIMIT) || stored === this.#current) break;
      bytes -= stored.bytes;
      this.#drop(stored);
    }
    this.#deleteDropped();
  }

  close(): void {
    for (const stored of [...this.#files, ...this.#dropped]) stored.close();
  }

  /** The newest first. */
  get #newest(): StoredFile[] {
    return this.#files.slice(-FILES_OF_LATE_SPANS).toReversed();
  }

  #openCurrent(dayMs: number): StoredFile {
    if (this.#current?.name.dayMs === dayMs) return this.#current;
    const newest = this.#files.findLast(({ name }) => name.dayMs === dayMs);
    const isUsable = newest !== undefined && !this.#isFull(newest);
    this.#current = isUsable ? newest : this.#add({ dayMs, number: this.#nextNumber(dayMs) });
    return this.#current;
  }

  #nextNumber(dayMs: number): number {
    const names = [...this.#files.map(({ name }) => name), ...this.#ignored];
    return names.reduce((next, name) => (name.dayMs === dayMs ? Math.max(next, name.number + 1) : next), 0);
  }

  #isFull({ bytes }: StoredFile): boolean {
    return bytes > this.#maxBytes / FILES_WITHIN_LIMIT;
  }

  #add(name: TraceFileName): StoredFile {
    const stored = this.#stored(name);
    this.#files = [...this.#files, stored].sort(
      (a, b) => a.name.dayMs - b.name.dayMs || a.name.number - b.name.number,
    );
    return stored;
  }

  #stored(name: TraceFileName): StoredFile {
    const path = join(this.#options.folder, printTraceFileName(name));
    const onDamage = (error: unknown): void => this.#tellDamage(error, path);
    return new StoredFile(path, name, { key: this.#nextKey++, pages: this.#pages, onDamage });
  }

  #open(files: readonly StoredFile[]): TraceFile[] {
    return files.flatMap((stored) => {
      try {
        return stored.file ?? [];
      } catch (error) {
        this.#ignore(stored, error);
        return [];
      }
    });
  }

  /** Goes on without a file: a damaged one is put aside, one that cannot be read stays where it is. */
  #ignore(stored: StoredFile, error: unknown): void {
    stored.close();
    this.#forget(stored);
    const isDamaged = sqlFailureOf(error) === 'damaged';
    if (!isDamaged) this.#ignored.push(stored.name);
    const aside = isDamaged ? `: it is now ${setAside(stored.path)}` : '';
    const message = `The traces of ${stored.path} are left out${aside}: ${messageOf(error)}.`;
    this.#options.onNotice({ kind: 'file-ignored', message });
  }

  #tellDamage(error: unknown, path: string): void {
    if (this.#damaged.has(path)) return;
    this.#damaged.add(path);
    const message = `A part of ${path} is damaged, and its traces are missing from answers: ${messageOf(error)}.`;
    this.#options.onNotice({ kind: 'block-damaged', message });
  }

  #drop(stored: StoredFile): void {
    this.#forget(stored);
    this.#dropped.push(stored);
  }

  #forget(stored: StoredFile): void {
    this.#files = this.#files.filter((other) => other !== stored);
    if (this.#current === stored) this.#current = undefined;
  }

  #deleteDropped(): void {
    const unused = this.#dropped.filter(({ users }) => users === 0);
    for (const stored of unused) {
      stored.close();
      try {
        deleteDatabase(stored.path);
      } catch {
        // The next time, or at the next start.
        continue;
      }
      this.#dropped = this.#dropped.filter((other) => other !== stored);
    }
  }

  #closeIdle(): void {
    const idle = this.#files.filter((each) => each.isOpen && each.users === 0 && each !== this.#current);
    const spare = idle.length - MAX_OPEN;
    // Closing a file that was written puts its journal into it.
    for (const [index, stored] of idle.entries()) if (index < spare || stored.isWritten) stored.close();
  }
}

function joinedBits(a: Uint8Array | undefined, b: Uint8Array): Uint8Array {
  return a === undefined ? b : b.map((bits, index) => bits | (a[index] ?? 0));
}

/** Ends what a killed writer began, which a reader may not. */
function recoverReadable(path: string): void {
  try {
    recoverDatabase(path);
  } catch {
    // Whoever reads the file tells what is wrong with it.
  }
}
