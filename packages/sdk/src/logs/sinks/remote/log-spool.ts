import { readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeCrypto } from '../../../platform/node-modules.ts';
import { privateFolder } from '../../../platform/private-folder.ts';
import { isRunning, ownMark } from '../../../platform/process-mark.ts';
import type { WaitingRecord } from './delivery.ts';
import { parseSegment, printSegment } from './segment-text.ts';

/** What a spool is for. */
export interface LogSpoolOptions {
  /** Made where it is missing; what others may write to gets a folder of this user in it. */
  readonly folder: string;
  /** Service and receiver: a process sends only what others have left for the same receiver. */
  readonly purpose: string;
  readonly maxBytes: number;
}

/** A file of records. */
export interface Segment {
  readonly name: string;
  readonly bytes: number;
}

/** A file of another machine belongs to a dead process when it was not touched for so long. */
const FOREIGN_FILE_MS = 10 * 60_000;
const NAME = /^([0-9a-f]{16})\.([0-9a-f]{8})-(\d+)-(\d+)\.(\d{8,})\.logs$/;

/**
 * Records on disk that wait to be sent, oldest first. The name of a file says which process it belongs to: of a dead
 * one, it is taken over by renaming it, which only one process can do.
 */
export class LogSpool {
  readonly #options: LogSpoolOptions;
  readonly #key: string;
  readonly #segments: Segment[] = [];
  #folder: string | undefined;
  #bytes = 0;
  #last = 0;

  constructor(options: LogSpoolOptions) {
    this.#options = options;
    this.#key = nodeCrypto().createHash('sha256').update(options.purpose).digest('hex').slice(0, 16);
  }

  /** Files of this process. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  /**
   * Writes records behind those that are there; `false` where there is no room.
   *
   * @throws what the file system throws
   */
  append(records: readonly WaitingRecord[]): boolean {
    const text = printSegment(records);
    const bytes = Buffer.byteLength(text);
    if (this.#bytes + bytes > this.#options.maxBytes) return false;
    const name = this.#nextName();
    const path = join(this.#ready(), name);
    writeFileSync(`${path}.draft`, text, { mode: 0o600 });
    renameSync(`${path}.draft`, path);
    this.#segments.push({ name, bytes });
    this.#bytes += bytes;
    return true;
  }

  /** The records of a file; none of what is torn or nobody's. */
  read({ name }: Segment): readonly WaitingRecord[] {
    try {
      return parseSegment(readFileSync(join(this.#ready(), name), 'utf8'));
    } catch {
      return [];
    }
  }

  /** A file has been sent. */
  remove(segment: Segment): void {
    rmSync(join(this.#ready(), segment.name), { force: true });
    const at = this.#segments.indexOf(segment);
    if (at === -1) return;
    this.#segments.splice(at, 1);
    this.#bytes -= segment.bytes;
  }

  /**
   * Takes over what dead processes have left, as what is sent first.
   *
   * @throws what the file system throws
   */
  takeOver(): void {
    const folder = this.#ready();
    const found = readdirSync(folder)
      .flatMap((name) => deadFile(folder, name, this.#key) ?? [])
      .toSorted((a, b) => a.modifiedMs - b.modifiedMs);
    const taken: Segment[] = [];
    for (const { name, bytes } of found) {
      if (this.#bytes + bytes > this.#options.maxBytes) break;
      const own = this.#nextName();
      try {
        renameSync(join(folder, name), join(folder, own));
      } catch {
        // Another process was quicker.
        continue;
      }
      taken.push({ name: own, bytes });
      this.#bytes += bytes;
    }
    this.#segments.unshift(...taken);
  }

  /** Tells other machines that this process lives. */
  touch(): void {
    const now = new Date();
    for (const { name } of this.#segments) {
      try {
        utimesSync(join(this.#ready(), name), now, now);
      } catch {
        // Somebody has cleaned up.
      }
    }
  }

  #ready(): string {
    return (this.#folder ??= privateFolder(this.#options.folder));
  }

  #nextName(): string {
    const { machine, pid, started } = ownMark();
    return `${this.#key}.${machine}-${pid}-${started}.${String(++this.#last).padStart(8, '0')}.logs`;
  }
}

interface FoundFile extends Segment {
  readonly modifiedMs: number;
}

/** A file of records for the same receiver whose process is dead. */
function deadFile(folder: string, name: string, key: string): FoundFile | undefined {
  const parts = NAME.exec(name);
  if (!parts || parts[1] !== key) return undefined;
  const [, , machine, pid, started] = parts;
  const stats = statSync(join(folder, name), { throwIfNoEntry: false });
  if (!stats?.isFile()) return undefined;
  const isAlive =
    isRunning({ machine, pid: Number(pid), started }) ?? Date.now() - stats.mtimeMs < FOREIGN_FILE_MS;
  return isAlive ? undefined : { name, bytes: stats.size, modifiedMs: stats.mtimeMs };
}
