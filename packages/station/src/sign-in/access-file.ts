import { readFileSync, statSync } from 'node:fs';
import { TelltaleError } from '@telltale/model';
import type { Access, AccessSource } from './access.ts';
import { parseAccess } from './parse-access.ts';

/** The file is looked at this often at most: what is taken out of it counts after that. */
const LOOK_EVERY_MS = 1000;

/** What {@link openAccessFile} takes. */
export interface AccessFileOptions {
  readonly file: string;
  /** Told why a changed file is not taken. */
  readonly log: (line: string) => void;
  readonly now: () => number;
}

/**
 * Who may do what, as a file says it. It is read anew when it changes; one that cannot be read, or has a fault, is told
 * once and leaves in force what was there before.
 *
 * @throws TelltaleError TT_FILE_READ, TT_ACCESS for the file as it is now
 */
export function openAccessFile({ file, log, now }: AccessFileOptions): AccessSource {
  let stamp = stampOf(file);
  let access = readAccess(file);
  let lookedMs = now();
  return {
    current: () => {
      if (now() - lookedMs < LOOK_EVERY_MS) return access;
      lookedMs = now();
      const found = stampOf(file);
      if (found === stamp) return access;
      stamp = found;
      try {
        access = readAccess(file);
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        log(`Who may do what stays as it was: ${problem}`);
      }
      return access;
    },
  };
}

function readAccess(file: string): Access {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TelltaleError('TT_FILE_READ', `${file} cannot be read`, { cause });
  }
  return parseAccess(text, file);
}

/** Changes with the file; of a link, such as those that Kubernetes makes, with what it leads to. */
function stampOf(file: string): string {
  const { ino, mtimeMs, size } = statSync(file, { throwIfNoEntry: false }) ?? { ino: 0, mtimeMs: 0, size: 0 };
  return `${ino} ${mtimeMs} ${size}`;
}
