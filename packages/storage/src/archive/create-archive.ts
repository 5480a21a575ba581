import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable, pipeline } from 'node:stream';
import { createGzip } from 'node:zlib';
import { MANIFEST_PATH, printManifest } from './manifest.ts';
import type { BackupFile, BackupHead, BackupManifest } from './manifest.ts';
import { TAR_BLOCK_BYTES, paddingOf, printTarHeader } from './tar-header.ts';

/** What a backup takes in: a file that does not change meanwhile, or its bytes. */
export interface ArchiveSource {
  /** In the backup, with `/` between its parts. */
  readonly path: string;
  /** Path of a file of this machine. */
  readonly content: string | Uint8Array;
}

/** A backup that is about to be written. */
export interface Archive {
  readonly manifest: BackupManifest;
  /** The bytes of the file, made as fast as they are read. */
  readonly stream: Readable;
}

const READ_BYTES = 256 * 1024;
/** Most of what is in it is compressed already. */
const GZIP_LEVEL = 1;

/**
 * Makes a backup: a gzipped tar archive with a manifest before the files. All files are read twice, as the manifest
 * has their checksums; a little of one is in memory at a time.
 */
export async function createArchive(
  head: BackupHead,
  sources: readonly ArchiveSource[],
  signal?: AbortSignal,
): Promise<Archive> {
  const files: BackupFile[] = [];
  for (const source of sources) {
    signal?.throwIfAborted();
    files.push(await fileOf(source));
  }
  const manifest = { ...head, files };
  const tar = Readable.from(tarOf(manifest, sources), { objectMode: false });
  // What fails, or whoever stops reading, ends both; the reader sees it.
  const stream = pipeline(tar, createGzip({ level: GZIP_LEVEL }), () => {});
  return { manifest, stream };
}

async function fileOf(source: ArchiveSource): Promise<BackupFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of chunksOf(source)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { path: source.path, bytes, sha256: hash.digest('hex') };
}

async function* tarOf(
  manifest: BackupManifest,
  sources: readonly ArchiveSource[],
): AsyncGenerator<Uint8Array> {
  const { files, madeAtMs } = manifest;
  const text = Buffer.from(printManifest(manifest));
  yield printTarHeader({ path: MANIFEST_PATH, bytes: text.length }, madeAtMs);
  yield text;
  yield Buffer.alloc(paddingOf(text.length));
  for (const [index, source] of sources.entries()) {
    const file = files[index];
    yield printTarHeader(file, madeAtMs);
    let bytes = 0;
    for await (const chunk of chunksOf(source)) {
      bytes += chunk.length;
      if (bytes > file.bytes) break;
      yield chunk;
    }
    if (bytes !== file.bytes) throw new Error(`${source.path} has changed while it was written`);
    yield Buffer.alloc(paddingOf(bytes));
  }
  yield Buffer.alloc(2 * TAR_BLOCK_BYTES);
}

function chunksOf({ content }: ArchiveSource): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (typeof content !== 'string') return [content];
  return createReadStream(content, { highWaterMark: READ_BYTES });
}
