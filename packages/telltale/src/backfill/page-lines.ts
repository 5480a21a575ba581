import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { TelltaleError } from '@telltale/model';

const NEWLINE = 10;
const CHUNK_BYTES = 1024 * 1024;
/** A longer line is no sample. */
const MAX_LINE_BYTES = 4 * 1024 * 1024;
const GZIP_MAGIC = [0x1f, 0x8b];

/** Bytes of whole lines, with how far into the file they lead. */
export interface LineChunk {
  /** Ends with a line break. */
  readonly bytes: Buffer;
  /** Of the file as it is on disk. */
  readonly readBytes: number;
}

/** Size of a file; `undefined` for standard input. */
export async function pageBytes(file: string): Promise<number | undefined> {
  if (file === '-') return undefined;
  try {
    const stats = await stat(file);
    return stats.isFile() ? stats.size : undefined;
  } catch (cause) {
    throw readError(file, cause);
  }
}

/**
 * The lines of a file, or of standard input for `-`, a megabyte at a time; gzip is unpacked.
 *
 * @throws TelltaleError TT_FILE_READ
 */
export async function* pageLines(file: string, stdin: Readable = process.stdin): AsyncGenerator<LineChunk> {
  const source = file === '-' ? stdin : createReadStream(file, { highWaterMark: CHUNK_BYTES });
  let readBytes = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
      readBytes += bytes.length;
      yield bytes;
    }
  };
  try {
    let rest: Buffer = Buffer.alloc(0);
    for await (const chunk of unpacked(counted())) {
      const first = chunk.indexOf(NEWLINE) + 1;
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      if (first > 0) {
        // Only the line that two chunks share is copied.
        const isWhole = rest.length === 0;
        if (!isWhole) yield { bytes: Buffer.concat([rest, chunk.subarray(0, first)]), readBytes };
        if (isWhole || end > first) yield { bytes: chunk.subarray(isWhole ? 0 : first, end), readBytes };
        rest = chunk.subarray(end);
      } else rest = Buffer.concat([rest, chunk]);
      if (rest.length > MAX_LINE_BYTES) throw new Error('it has a line of more than 4 MiB');
    }
    if (rest.length > 0) yield { bytes: Buffer.concat([rest, Buffer.from('\n')]), readBytes };
  } catch (cause) {
    throw cause instanceof TelltaleError ? cause : readError(file, cause);
  }
}

/** Gzip is known by its first bytes: standard input has no name. */
async function* unpacked(source: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  const first = await source.next();
  if (first.done) return;
  const whole = async function* (): AsyncGenerator<Buffer> {
    yield first.value;
    yield* source;
  };
  if (!GZIP_MAGIC.every((byte, i) => first.value[i] === byte)) {
    yield* whole();
    return;
  }
  const unzip = createGunzip({ chunkSize: CHUNK_BYTES });
  Readable.from(whole())
    .on('error', (error) => unzip.destroy(error))
    .pipe(unzip);
  for await (const chunk of unzip) yield Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk);
}

function readError(file: string, cause: unknown): TelltaleError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const name = file === '-' ? 'Standard input' : file;
  return new TelltaleError('TT_FILE_READ', `${name} cannot be read: ${reason}`, { cause });
}
