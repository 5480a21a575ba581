import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { TelltaleError } from '@telltale/model';

/** File of the data folder, for its owner alone to read; backups do not have it. */
const FILE = 'session-key';
const BYTES = 32;

/** The key that sessions are signed with: made at the first start, kept in the data folder. */
export function keptSessionKey(dataFolder: string): Buffer {
  const file = join(dataFolder, FILE);
  try {
    writeFileSync(file, randomBytes(BYTES), { mode: 0o600, flag: 'wx', flush: true });
  } catch (cause) {
    const isThere = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    if (!isThere) throw new TelltaleError('TT_FILE_WRITE', `${file} cannot be written`, { cause });
  }
  const key = readFileSync(file);
  if (key.length === BYTES) return key;
  throw new TelltaleError('TT_DATA_FOLDER', `${file} is not a key of ${BYTES} bytes`, {
    fix: 'Delete it and start again: everybody then has to sign in anew.',
  });
}
