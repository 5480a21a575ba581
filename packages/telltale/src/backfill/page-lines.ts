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
/** Other forms of a file that are known by their first bytes, with how to make text of them. */
const OTHER_FORMS: readonly (readonly [magic: readonly number[], form: string, fix: string])[] = [
  [[0x28, 0xb5, 0x2f, 0xfd], 'compressed with zstd', 'Unpack it before: zstd -d.'],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a], 'compressed with xz', 'Unpack it before: unxz.'],
  [[0x42, 0x5a, 0x68], 'compressed with bzip2', 'Unpack it before: bunzip2.'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive', 'Unpack it before: unzip.'],
  [[0xff, 0xfe], 'text in UTF-16', 'Convert it before: iconv -f UTF-16 -t UTF-8.'],
  [[0xfe, 0xff], 'text in UTF-16', 'Convert it before: iconv -f UTF-16 -t UTF-8.'],
];

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
    let unpackedBytes = 0;
    for await (const chunk of unpacked(counted(), file)) {
      unpackedBytes += chunk.length;
      const first = chunk.indexOf(NEWLINE) + 1;
      const end = chunk.lastIndexOf(NEWLINE) + 1;
      if (first > 0) {
        // Only the line that two chunks share is copied.
        const isWhole = rest.length === 0;
        if (!isWhole) yield { bytes: Buffer.concat([rest, chunk.subarray(0, first)]), readBytes };
        if (isWhole || end > first) yield { bytes: chunk.subarray(isWhole ? 0 : first, end), readBytes };
        rest = chunk.subarray(end);
      } else rest = Buffer.concat([rest, chunk]);
      if (rest.length > MAX_LINE_BYTES) throw tooLongLine(file, unpackedBytes - rest.length);
    }
    if (rest.length > 0) yield { bytes: Buffer.concat([rest, Buffer.from('\n')]), readBytes };
  } catch (cause) {
    throw cause instanceof TelltaleError ? cause : readError(file, cause);
  }
}

/** Gzip is known by its first bytes: standard input has no name. */
async function* unpacked(source: AsyncGenerator<Buffer>, file: string): AsyncGenerator<Buffer> {
  const first = await source.next();
  if (first.done) return;
  const beginsWith = (magic: readonly number[]): boolean => magic.every((byte, i) => first.value[i] === byte);
  for (const [magic, form, fix] of OTHER_FORMS) {
    if (beginsWith(magic)) throw new TelltaleError('TT_FILE_READ', `${nameOf(file)} is ${form}`, { fix });
  }
  const whole = async function* (): AsyncGenerator<Buffer> {
    yield first.value;
    yield* source;
  };
  if (!beginsWith(GZIP_MAGIC)) {
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
  const isPacking = cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_');
  const fix = 'The gzip file is damaged or was cut: make it again, or copy it again.';
  return new TelltaleError('TT_FILE_READ', `${nameOf(file)} cannot be read: ${reason}`, {
    ...(isPacking && { fix }),
    cause,
  });
}

function tooLongLine(file: string, byte: number): TelltaleError {
  return new TelltaleError(
    'TT_FILE_READ',
    `${nameOf(file)} cannot be read: a line of more than 4 MiB begins at byte ${byte}`,
    { fix: 'Each sample is a line of its own: is it OpenMetrics, or the text format, with timestamps?' },
  );
}

function nameOf(file: string): string {
  return file === '-' ? 'Standard input' : file;
}
