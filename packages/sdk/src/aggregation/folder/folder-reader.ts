import { readFile, readdir, stat } from 'node:fs/promises';
import type { MetricView } from '../../metrics/view/metric-view.ts';
import { MAX_PAGES_BYTES } from '../pages/page-message.ts';
import { decodePages } from '../pages/page-decoder.ts';
import { RemoteMetrics } from '../pages/remote-metrics.ts';
import { isCumulative } from '../sum/combine.ts';
import type { Tell } from '../tell.ts';
import type { DeadNote, ProcessNote } from './file-note.ts';
import { parseNote } from './file-note.ts';
import type { FolderListing } from './folder-files.ts';
import { deadFile, listingOf, processFile } from './folder-files.ts';
import { isDead } from './process-identity.ts';

const MAX_FILES = 1000;
/** All files together. */
const MAX_BYTES = 4 * MAX_PAGES_BYTES;
/** What a process measured is no longer true when it has not touched its file for so long. */
const STALE_MS = 60_000;

interface ReadFile {
  readonly stamp: string;
  readonly note: ProcessNote | DeadNote | undefined;
  readonly metrics: RemoteMetrics;
}

/** The file of a process, as read. */
export interface ProcessFile {
  readonly note: ProcessNote;
  readonly isDead: boolean;
  readonly views: readonly MetricView[];
}

/** The newest file of the dead that can be read; generation 0 where there is none yet. */
export interface DeadFile {
  readonly generation: number;
  /** Number that the one after it gets. */
  readonly next: number;
  readonly note: DeadNote;
  readonly views: readonly MetricView[];
}

const NONE: DeadNote = { kind: 'dead', folded: new Map(), previous: 0 };

/** All that is in the folder. */
export interface FolderContent {
  readonly processes: readonly ProcessFile[];
  readonly dead: DeadFile;
  readonly listing: FolderListing;
}

/** Reads the files of a folder; those that have not changed are not read again. */
export class FolderReader {
  readonly #folder: string;
  readonly #tell: Tell;
  #files = new Map<string, ReadFile>();

  constructor(folder: string, tell: Tell) {
    this.#folder = folder;
    this.#tell = tell;
  }

  /** What is in the folder, without the file of one member. */
  async read(withoutMember = ''): Promise<FolderContent> {
    const listing = listingOf(await this.#names());
    if (listing.foreign.length > 0) this.#refuse(`'${listing.foreign[0]}' is not a file of the SDK`);
    const processes: ProcessFile[] = [];
    const seen = new Map<string, ReadFile>();
    let bytes = 0;
    for (const member of listing.members) {
      if (member === withoutMember) continue;
      const path = processFile(this.#folder, member);
      const status = await stat(path).catch(() => undefined);
      bytes += status?.size ?? 0;
      if (seen.size >= MAX_FILES || bytes > MAX_BYTES) {
        this.#refuse('there are too many files, or they are too large: some do not count');
        break;
      }
      const file = status && (await this.#readFile(path, status));
      if (!file) continue;
      seen.set(path, file);
      if (file.note?.kind === 'process') processes.push(processOf(file.note, file, status.mtimeMs));
    }
    // Read after those of processes: who is folded in between is in both, and the note says so.
    const dead = await this.#readDead(seen);
    this.#files = seen;
    return { processes: processes.filter(({ note }) => !dead.note.folded.has(note.member)), dead, listing };
  }

  async #names(): Promise<readonly string[]> {
    try {
      return await readdir(this.#folder);
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      if (!isMissing) this.#tell('folder_failed', '', () => `the folder cannot be read: ${String(error)}`);
      return [];
    }
  }

  async #readDead(seen: Map<string, ReadFile>): Promise<DeadFile> {
    let next = 1;
    // One that vanishes while it is read has a successor.
    for (let attempt = 0; attempt < 5; attempt++) {
      const { generations } = listingOf(await this.#names());
      next = (generations[0] ?? 0) + 1;
      for (const generation of generations) {
        const path = deadFile(this.#folder, generation);
        const status = await stat(path).catch(() => undefined);
        if (!status) break;
        const file = await this.#readFile(path, status);
        if (file?.note?.kind !== 'dead') continue;
        seen.set(path, file);
        return { generation, next, note: file.note, views: file.metrics.views };
      }
      if (generations.length === 0) break;
    }
    return { generation: 0, next, note: NONE, views: [] };
  }

  /** A file; what it was before where it cannot be read, `undefined` where it never could. */
  async #readFile(path: string, status: Status): Promise<ReadFile | undefined> {
    const known = this.#files.get(path);
    const stamp = `${status.ino} ${status.mtimeMs} ${status.size}`;
    if (known?.stamp === stamp) return known;
    if (status.size > MAX_PAGES_BYTES) {
      this.#refuse(`'${path}' is too large`);
      return known;
    }
    const bytes = await readFile(path).catch(() => undefined);
    if (!bytes) return known;
    const message = decodePages(bytes);
    const note = 'fault' in message ? undefined : parseNote(message.note);
    const metrics = known?.metrics ?? new RemoteMetrics();
    const fault = 'fault' in message ? message.fault : note ? metrics.apply(message) : 'it has no note';
    if (fault === undefined) return { stamp, note, metrics };
    this.#refuse(`'${path}' was left alone: ${fault}`);
    return known;
  }

  #refuse(message: string): void {
    this.#tell('pages_refused', '', () => message);
  }
}

interface Status {
  readonly ino: number;
  readonly mtimeMs: number;
  readonly size: number;
}

function processOf(note: ProcessNote, { metrics }: ReadFile, touchedMs: number): ProcessFile {
  const hasEnded = isDead(note, touchedMs);
  const isStale = hasEnded || Date.now() - touchedMs > STALE_MS;
  return { note, isDead: hasEnded, views: isStale ? metrics.views.filter(isCumulative) : metrics.views };
}
