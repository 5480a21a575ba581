import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TelltaleError } from '@telltale/model';

/**
 * Writes a file that is not there yet, with the folders above it.
 *
 * @throws TelltaleError TT_FILE_WRITE where it is there, or cannot be written.
 */
export async function writeNewFile(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, text, { flag: 'wx' });
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') {
      const fix = 'Name another file, or remove that one first.';
      throw new TelltaleError('TT_FILE_WRITE', `${path} exists already`, { fix, cause });
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new TelltaleError('TT_FILE_WRITE', `${path} cannot be written: ${reason}`, { cause });
  }
}
