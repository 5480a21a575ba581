import {
  readFileSync,
  readdirSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { nodeCrypto } from '../../platform/node-modules.ts';
import type { MetricsSnapshot } from '../snapshot/snapshot.ts';
import { privateFolder } from '../../platform/private-folder.ts';
import type { ProcessMark } from '../../platform/process-mark.ts';
import { isRunning, ownMark } from '../../platform/process-mark.ts';
import { parseSpool, printSpool } from './spool-text.ts';

/** Files of dead runs that are kept, the newest; each is as large as one page of metrics. */
const MAX_FILES = 32;
/** A snapshot that is larger is not written: the file would have to be written every second. */
const MAX_FILE_BYTES = 16 * 1024 * 1024;
/** A file of another machine belongs to a dead process when it was not touched for so long. */
const FOREIGN_FILE_MS = 10 * 60_000;
const SPOOL_FILE = /^([0-9a-f]{16})\.([0-9a-f]{8})-(\d+)-(\d+)\.([\w-]+)\.spool$/;

/** A dead run's file that this process has taken over. */
export interface LeftOver {
  readonly snapshot: MetricsSnapshot;
  /** Its metrics have arrived. */
  remove(): void;
  /** Its metrics will never be taken: it is kept for people. */
  setAside(): void;
}

/** What a spool folder is for. */
export interface SpoolFolderOptions {
  /** Made where it is missing; what others may write to gets a folder of this user in it. */
  readonly folder: string;
  /** Job and destination: a process sends only what dead runs of the same program left. */
  readonly purpose: string;
  readonly runId: string;
  /** Is told of files that are torn or given up. */
  readonly tell: (message: string) => void;
}

/**
 * A folder of snapshots, one file for each run. The name says which process owns it: of a dead owner, a
 * file is taken over by renaming it, which only one process can do.
 */
export class SpoolFolder {
  readonly #options: SpoolFolderOptions;
  readonly #key: string;
  /** Name of this run's file. */
  readonly #name: string;
  /** Where files are; not known before something is to be written or read. */
  #folder: string | undefined;

  constructor(options: SpoolFolderOptions) {
    this.#options = options;
    this.#key = nodeCrypto().createHash('sha256').update(options.purpose).digest('hex').slice(0, 16);
    this.#name = this.#nameFor(ownMark(), options.runId);
  }

  /** Writes this run's snapshot in place of the one before; throws what the file system throws. */
  write(snapshot: MetricsSnapshot): void {
    const bytes = printSpool(snapshot);
    if (bytes.length > MAX_FILE_BYTES) {
      throw new Error(`${bytes.length} bytes are more than the spool takes (${MAX_FILE_BYTES})`);
    }
    const path = join(this.#ready(), this.#name);
    const draft = `${path}.draft`;
    writeFileSync(draft, bytes, { mode: 0o600 });
    renameSync(draft, path);
  }

  /** This run's snapshot is no longer needed. */
  clear(): void {
    if (this.#folder !== undefined) removeFile(join(this.#folder, this.#name));
  }

  /** Tells other machines that this run still lives. */
  touch(): void {
    try {
      const now = new Date();
      utimesSync(join(this.#ready(), this.#name), now, now);
    } catch {
      // Nothing was written yet.
    }
  }

  /** Takes over what dead runs left, oldest first. */
  takeOver(): LeftOver[] {
    const folder = this.#ready();
    const found = this.#deadFiles(folder);
    for (const { name } of found.splice(0, Math.max(0, found.length - MAX_FILES))) {
      removeFile(join(folder, name));
      this.#options.tell(`${name} was removed unsent: more than ${MAX_FILES} runs had left a file`);
    }
    return found.map((file) => this.#claim(folder, file)).filter((leftOver) => leftOver !== undefined);
  }

  #claim(folder: string, { name, runId }: SpoolFile): LeftOver | undefined {
    const path = join(folder, this.#nameFor(ownMark(), runId));
    try {
      if (join(folder, name) !== path) renameSync(join(folder, name), path);
      const snapshot = readSnapshot(path);
      if (snapshot) {
        return { snapshot, remove: () => removeFile(path), setAside: () => renameFile(path, '.refused') };
      }
      renameFile(path, '.torn');
      this.#options.tell(`${name} is not whole and was set aside as ${runId}…torn`);
    } catch {
      // Another process was quicker.
    }
    return undefined;
  }

  /** Oldest first. Also forgets the oldest of the files that were set aside. */
  #deadFiles(folder: string): SpoolFile[] {
    const { runId } = this.#options;
    const own: SpoolFile[] = [];
    const aside: SpoolFile[] = [];
    for (const name of readdirSync(folder)) {
      const file = parseName(name, folder);
      if (file?.key === this.#key && file.runId !== runId && isDead(file)) own.push(file);
      else if (/\.(?:torn|refused)$/.test(name)) aside.push(asideFile(name, folder));
    }
    aside.sort(byAge);
    for (const { name } of aside.slice(0, -MAX_FILES)) removeFile(join(folder, name));
    return own.sort(byAge);
  }

  #ready(): string {
    return (this.#folder ??= privateFolder(this.#options.folder));
  }

  #nameFor({ machine, pid, started }: ProcessMark, runId: string): string {
    return `${this.#key}.${machine}-${pid}-${started}.${runId}.spool`;
  }
}

interface SpoolFile {
  readonly name: string;
  readonly key: string;
  readonly owner: ProcessMark;
  readonly runId: string;
  readonly modifiedMs: number;
}

function parseName(name: string, folder: string): SpoolFile | undefined {
  const parts = SPOOL_FILE.exec(name);
  if (!parts) return undefined;
  const [, key, machine, pid, started, runId] = parts;
  return {
    name,
    key,
    owner: { machine, pid: Number(pid), started },
    runId,
    modifiedMs: modifiedAt(join(folder, name)),
  };
}

function asideFile(name: string, folder: string): SpoolFile {
  const owner = { machine: '', pid: 0, started: '' };
  return { name, key: '', owner, runId: '', modifiedMs: modifiedAt(join(folder, name)) };
}

function isDead({ owner, modifiedMs }: SpoolFile): boolean {
  return !(isRunning(owner) ?? Date.now() - modifiedMs < FOREIGN_FILE_MS);
}

function byAge(a: SpoolFile, b: SpoolFile): number {
  return a.modifiedMs - b.modifiedMs;
}

function modifiedAt(path: string): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

/** `undefined` for what is no whole file of ours: anything may lie in a folder. */
function readSnapshot(path: string): MetricsSnapshot | undefined {
  const stats = statSync(path);
  const isOurs = stats.isFile() && stats.size <= MAX_FILE_BYTES;
  return isOurs ? parseSpool(readFileSync(path)) : undefined;
}

function removeFile(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It is gone already.
  }
}

function renameFile(path: string, ending: string): void {
  try {
    renameSync(path, path + ending);
  } catch {
    // It is gone already.
  }
}
