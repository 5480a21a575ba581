import { readFile, stat } from 'node:fs/promises';
import { TelltaleError } from '@telltale/model';
import { LIMITS, formatMegabytes } from './limits.ts';

/** The bytes of a file that a search found, or why there are none. */
export type FoundFile =
  | { readonly kind: 'read'; readonly bytes: Uint8Array }
  | { readonly kind: 'too-large' | 'unreadable'; readonly reason: string }
  | { readonly kind: 'gone' };

/**
 * Reads a file that a person named.
 *
 * @throws TelltaleError TT_FILE_READ where it cannot be read or is larger than `namedFileBytes`.
 */
export async function readNamedFile(path: string): Promise<Uint8Array> {
  const { size } = await stat(path).catch(refuse(path));
  if (size > LIMITS.namedFileBytes) throw tooLargeError(path, size, LIMITS.namedFileBytes);
  return readFile(path).catch(refuse(path));
}

/** Reads a file that a search found. */
export async function readFoundFile(path: string, maxBytes: number): Promise<FoundFile> {
  try {
    const { size } = await stat(path);
    if (size > maxBytes) return { kind: 'too-large', reason: tooLarge(size, maxBytes) };
    return { kind: 'read', bytes: await readFile(path) };
  } catch (cause) {
    // Other programs may remove files while the check runs.
    if (codeOf(cause) === 'ENOENT') return { kind: 'gone' };
    return { kind: 'unreadable', reason: unreadableReason(cause) };
  }
}

/** Why a file or folder cannot be read, for people. */
export function unreadableReason(cause: unknown): string {
  const code = codeOf(cause);
  if (code === 'ENOENT') return 'it does not exist';
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied';
  if (code === 'EISDIR') return 'it is a folder';
  return `it cannot be read${code === undefined ? '' : ` (${code})`}`;
}

/** How much too large a file is, for people. */
export function tooLarge(size: number, limit: number): string {
  return `larger than ${formatMegabytes(limit)}: it has ${formatMegabytes(size)}`;
}

/** The error for a named file that is too large; sizes in bytes. */
export function tooLargeError(path: string, size: number, limit: number): TelltaleError {
  return new TelltaleError('TT_FILE_READ', `${path} is ${tooLarge(size, limit)}`, {
    fix: 'Name a smaller file, or split this one.',
  });
}

function refuse(path: string): (cause: unknown) => never {
  return (cause) => {
    throw new TelltaleError('TT_FILE_READ', `${path} cannot be read: ${unreadableReason(cause)}`, { cause });
  };
}

function codeOf(cause: unknown): string | undefined {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : undefined;
}
