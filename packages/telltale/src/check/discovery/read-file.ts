import { readFile, stat } from 'node:fs/promises';
import { TelltaleError } from '@telltale/model';
import { LIMITS } from './limits.ts';

/** Reads a file that a person named. */
export async function readNamedFile(path: string): Promise<Uint8Array> {
  const bytes = await readWithin(path, LIMITS.namedFileBytes).catch((cause: unknown) => {
    throw new TelltaleError('TT_FILE_READ', `${path} cannot be read${reasonOf(cause)}`, { cause });
  });
  if (bytes) return bytes;
  const limit = `${LIMITS.namedFileBytes / 1024 / 1024} MB`;
  throw new TelltaleError('TT_FILE_READ', `${path} is larger than ${limit}`, { fix: 'Name a smaller file.' });
}

/** Reads a file that a search found; `undefined` for one too large, or gone, or not readable. */
export async function readFoundFile(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readWithin(path, LIMITS.foundFileBytes);
  } catch {
    return undefined;
  }
}

/** Text of a file; malformed UTF-8 becomes replacement characters, a byte order mark is dropped. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

async function readWithin(path: string, maxBytes: number): Promise<Uint8Array | undefined> {
  const { size } = await stat(path);
  return size > maxBytes ? undefined : readFile(path);
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (code === 'ENOENT') return ': it does not exist';
  if (code === 'EACCES') return ': permission denied';
  return code === 'EISDIR' ? ': it is a folder' : '';
}
