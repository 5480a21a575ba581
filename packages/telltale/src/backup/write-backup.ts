import { createWriteStream, existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { TelltaleError } from '@telltale/model';
import { readArchive, syncFolder } from '@telltale/storage';
import type { BackupManifest } from '@telltale/storage';

/** A backup as it comes from where it is made. */
export interface BackupSource {
  readonly stream: Readable;
  /** Lets go of what it was made of, once it was read or is not wanted any more. */
  readonly end: () => Promise<void>;
}

/** What was written. */
export interface WrittenBackup {
  readonly manifest: BackupManifest;
  /** What could not be cleaned up behind it. */
  readonly leftOver?: string;
}

/** Behind the name of a backup until it is whole. */
export const UNFINISHED = '.unfinished';

/**
 * Writes a backup to a new file, which has its name only when all of it is on disk and was read again from its first
 * byte to its last.
 *
 * @throws TelltaleError TT_FILE_WRITE where the file is there or cannot be written, TT_BACKUP_DAMAGED where what came is
 * not whole; nothing is left then.
 */
export async function writeBackup(
  path: string,
  makeArchive: (signal: AbortSignal) => Promise<BackupSource>,
  signal: AbortSignal,
): Promise<WrittenBackup> {
  if (existsSync(path)) {
    throw new TelltaleError('TT_FILE_WRITE', `${path} exists already`, {
      fix: 'Name another file; {time} in the name stands for the moment of the backup.',
    });
  }
  const unfinished = path + UNFINISHED;
  const { stream, end } = await makeArchive(signal);
  try {
    await asWriteError(path, () => mkdir(dirname(path), { recursive: true }));
    await pipeline(stream, createWriteStream(unfinished, { flush: true, mode: 0o600 }), { signal });
    const manifest = await readArchive(unfinished);
    signal.throwIfAborted();
    await asWriteError(path, async () => {
      await rename(unfinished, path);
      await syncFolder(dirname(path));
    });
    const leftOver = await end().then(() => undefined, messageOf);
    return { manifest, ...(leftOver !== undefined && { leftOver }) };
  } catch (error) {
    stream.destroy();
    await rm(unfinished, { force: true });
    await end().catch(() => {});
    throw signal.aborted ? signal.reason : asTelltaleError(path, error);
  }
}

async function asWriteError(path: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (cause) {
    throw asTelltaleError(path, cause);
  }
}

function asTelltaleError(path: string, cause: unknown): TelltaleError {
  if (cause instanceof TelltaleError) return cause;
  return new TelltaleError('TT_FILE_WRITE', `${path} was not written: ${messageOf(cause)}`, { cause });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
