import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TelltaleError } from '@telltale/model';
import { messageOf } from '../folder/data-folder.ts';
import { MANIFEST_PATH, MAX_MANIFEST_BYTES, parseManifest } from './manifest.ts';
import type { BackupFile, BackupManifest } from './manifest.ts';
import { TAR_BLOCK_BYTES, paddingOf, parseTarHeader } from './tar-header.ts';

/** What is done with a backup while it is read. */
export interface ArchiveVisitor {
  /** Comes first, with the manifest. What it throws ends the reading. */
  readonly onManifest?: (manifest: BackupManifest) => Promise<void> | void;
  /** The bytes of a file, which it reads to their end. They are checked only when it has returned. */
  readonly onFile?: (file: BackupFile, chunks: AsyncIterable<Uint8Array>) => Promise<void>;
}

const READ_BYTES = 256 * 1024;
/** Behind the end. */
const MAX_PADDING_BYTES = 1024 * 1024;

/**
 * Reads a backup from its first byte to its last and checks all of it: sizes, order, the SHA-256 of every file.
 * Nothing is written; a little of the file is in memory at a time, whatever it says of itself.
 *
 * @throws TelltaleError TT_BACKUP_DAMAGED with the file and the reason, TT_BACKUP_VERSION, TT_FILE_READ.
 */
export async function readArchive(path: string, visitor: ArchiveVisitor = {}): Promise<BackupManifest> {
  const file = createReadStream(path, { highWaterMark: READ_BYTES });
  const unpacked = pipeline(file, createGunzip({ chunkSize: READ_BYTES }), () => {});
  try {
    return await readTar(new TarInput(unpacked), visitor);
  } catch (cause) {
    throw asBackupError(path, cause);
  } finally {
    file.destroy();
    unpacked.destroy();
  }
}

async function readTar(
  input: TarInput,
  { onManifest, onFile = drain }: ArchiveVisitor,
): Promise<BackupManifest> {
  const first = parseTarHeader(await input.block());
  if (first?.path !== MANIFEST_PATH) {
    throw new RangeError(`its first file is not ${MANIFEST_PATH}: it is no backup, or was packed anew`);
  }
  if (first.bytes > MAX_MANIFEST_BYTES) throw new RangeError(`${MANIFEST_PATH} is too large`);
  const manifest = parseManifest(await input.text(first.bytes));
  await onManifest?.(manifest);
  for (const file of manifest.files) {
    const entry = parseTarHeader(await input.block());
    if (entry?.path !== file.path) {
      throw new RangeError(`${file.path} is missing where the manifest has it`);
    }
    if (entry.bytes !== file.bytes) throw new RangeError(`${file.path} has not the size of the manifest`);
    const hash = createHash('sha256');
    await onFile(file, hashed(input.bytes(file.bytes), hash));
    if (hash.digest('hex') !== file.sha256) throw new RangeError(`the checksum of ${file.path} is wrong`);
  }
  if (parseTarHeader(await input.block()) !== undefined) {
    throw new RangeError('it has files that its manifest does not know');
  }
  await input.end();
  return manifest;
}

async function* hashed(
  chunks: AsyncIterable<Uint8Array>,
  hash: { update: (chunk: Uint8Array) => void },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}

async function drain(_file: BackupFile, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  // Reading is what checks.
  for await (const _chunk of chunks);
}

/** A stream by blocks and sizes. */
class TarInput {
  readonly #chunks: AsyncIterator<Buffer>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  async block(): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.#take(TAR_BLOCK_BYTES)) parts.push(part);
    return Buffer.concat(parts);
  }

  async text(bytes: number): Promise<string> {
    const parts: Uint8Array[] = [];
    for await (const part of this.bytes(bytes)) parts.push(part);
    return Buffer.concat(parts).toString('utf8');
  }

  /** The bytes of a file; what pads them is read with them. */
  async *bytes(bytes: number): AsyncGenerator<Uint8Array> {
    yield* this.#take(bytes);
    for await (const padding of this.#take(paddingOf(bytes))) {
      if (padding.some((byte) => byte !== 0)) throw new RangeError('there is something between its files');
    }
  }

  /** Reads on to the last byte: the checksum of gzip stands behind it. Programs pad archives with some zeros. */
  async end(): Promise<void> {
    let bytes = 0;
    for (let chunk: Buffer | undefined = this.#rest; chunk; chunk = await this.#next()) {
      bytes += chunk.length;
      if (bytes > MAX_PADDING_BYTES || chunk.some((byte) => byte !== 0)) {
        throw new RangeError('there is something behind its end');
      }
    }
  }

  async *#take(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0;) {
      if (this.#rest.length === 0) {
        const next = await this.#next();
        if (next === undefined) throw new RangeError('it ends too early');
        this.#rest = next;
      }
      const part = this.#rest.subarray(0, left);
      this.#rest = this.#rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async #next(): Promise<Buffer | undefined> {
    const result = await this.#chunks.next();
    return result.done === true ? undefined : result.value;
  }
}

const ZLIB_REASONS: Readonly<Record<string, string>> = {
  Z_BUF_ERROR: 'it ends too early',
  Z_DATA_ERROR: 'its compressed bytes are damaged, or it is no .tar.gz',
};

function asBackupError(path: string, cause: unknown): unknown {
  if (cause instanceof TelltaleError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  const reason = ZLIB_REASONS[code ?? ''] ?? (cause instanceof RangeError ? cause.message : undefined);
  if (reason !== undefined) {
    return new TelltaleError('TT_BACKUP_DAMAGED', `${path} cannot be used: ${reason}.`, { cause });
  }
  return new TelltaleError('TT_FILE_READ', `${path} cannot be read: ${messageOf(cause)}`, { cause });
}
