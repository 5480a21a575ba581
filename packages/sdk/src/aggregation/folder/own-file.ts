import { mkdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import type { LocalMetrics } from '../local-metrics.ts';
import { PageEncoder } from '../pages/page-encoder.ts';
import type { Tell } from '../tell.ts';
import { formatNote } from './file-note.ts';
import { processFile, unfinishedFile } from './folder-files.ts';
import { ownIdentity } from './process-identity.ts';

/** The file is written at most so often. */
const WRITE_MS = 500;
/** Collectors run for the file at most so often: what they ask may be expensive. */
const COLLECT_MS = 5000;
/** A file without news is touched so often, so that others see that its process lives. */
const TOUCH_MS = 10_000;
/** Writing takes at most this share of the time. */
const SHARE_OF_TIME = 0.05;

/** What {@link OwnFile} takes. */
export interface OwnFileOptions {
  readonly folder: string;
  readonly member: string;
  readonly local: LocalMetrics;
  readonly tell: Tell;
}

/** The file of this process in the folder, kept up to date while the process lives. */
export class OwnFile {
  readonly #options: OwnFileOptions;
  readonly #path: string;
  readonly #note: string;
  readonly #encoder = new PageEncoder();
  #timer: NodeJS.Timeout | undefined;
  #writes = 0;
  /** The newest write whose file is in place. */
  #placed = 0;
  #touchedMs = 0;
  #collectedMs = 0;
  #isClosed = false;

  constructor(options: OwnFileOptions) {
    this.#options = options;
    const { folder, member } = options;
    this.#path = processFile(folder, member);
    this.#note = formatNote({ kind: 'process', member, ...ownIdentity() });
    this.#plan(WRITE_MS);
  }

  /** Writes what has changed, now: it survives whatever happens to the process. */
  checkpoint(): void {
    const { folder, local, member } = this.#options;
    const isInPlace = this.#placed > 0 && this.#placed === this.#writes;
    if (isInPlace && !this.#encoder.hasChanged(local.metrics)) return;
    const write = ++this.#writes;
    const unfinished = unfinishedFile(folder, member, write);
    try {
      mkdirSync(folder, { recursive: true });
      writeFileSync(unfinished, this.#encode());
      this.#place(unfinished, write);
    } catch (error) {
      this.#fail(error);
      discard(unfinished);
    }
  }

  /** Writes for the last time. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.checkpoint();
  }

  #plan(delayMs: number): void {
    if (this.#isClosed) return;
    this.#timer = setTimeout(() => void this.#keepUp(), delayMs);
    this.#timer.unref();
  }

  async #keepUp(): Promise<void> {
    const startMs = performance.now();
    const { local } = this.#options;
    try {
      if (startMs - this.#collectedMs > COLLECT_MS) {
        this.#collectedMs = startMs;
        await local.gather();
      }
      if (this.#placed === 0 || this.#encoder.hasChanged(local.metrics)) await this.#write();
      else if (startMs - this.#touchedMs > TOUCH_MS) this.#touch(startMs);
    } catch (error) {
      this.#fail(error);
    }
    this.#plan(Math.max(WRITE_MS, (performance.now() - startMs) / SHARE_OF_TIME));
  }

  async #write(): Promise<void> {
    const { folder, member } = this.#options;
    const write = ++this.#writes;
    const unfinished = unfinishedFile(folder, member, write);
    mkdirSync(folder, { recursive: true });
    try {
      await writeFile(unfinished, this.#encode());
      // A checkpoint in between has written newer values.
      if (write > this.#placed) this.#place(unfinished, write);
      else discard(unfinished);
    } catch (error) {
      discard(unfinished);
      throw error;
    }
  }

  #encode(): Uint8Array {
    return this.#encoder.encode(this.#options.local.metrics, { isFull: true, note: this.#note });
  }

  #place(unfinished: string, write: number): void {
    renameSync(unfinished, this.#path);
    this.#placed = write;
    this.#touchedMs = performance.now();
  }

  #touch(nowMs: number): void {
    const now = new Date();
    utimesSync(this.#path, now, now);
    this.#touchedMs = nowMs;
  }

  #fail(error: unknown): void {
    // What was to be written counts as sent: the next write has to come nevertheless.
    this.#placed = 0;
    const describe = () => `the file of this process cannot be written: ${String(error)}`;
    this.#options.tell('folder_failed', '', describe);
  }
}

function discard(unfinished: string): void {
  try {
    rmSync(unfinished, { force: true });
  } catch {
    // It could not be made either.
  }
}
