import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { TelltaleError, formatCompactTime } from '@telltale/model';
import { UNFINISHED } from './write-backup.ts';

const TIME = '{time}';
const TIME_PATTERN = /^\d{8}T\d{6}Z$/;

/** The path of a backup that is made now: `{time}` in its name is the moment in UTC, such as `20260131T120000Z`. */
export function backupPath(path: string, nowMs: number): string {
  return join(dirname(path), basename(path).replace(TIME, formatCompactTime(nowMs)));
}

/** @throws TelltaleError TT_USAGE where no earlier backups could be told by the name. */
export function checkRotation(path: string, keep: number | undefined): void {
  if (keep === undefined || basename(path).includes(TIME)) return;
  throw new TelltaleError('TT_USAGE', '--keep needs {time} in the name of the file', {
    fix: "Write for example 'backups/telltale-{time}.tar.gz': by the name older backups are known.",
  });
}

/**
 * Deletes the oldest backups of a name with `{time}` but some; other files of the folder are left alone. What ended
 * backups left of earlier times goes, too.
 *
 * @returns The names that went.
 */
export async function rotateBackups(path: string, keep: number): Promise<readonly string[]> {
  const [before, after] = basename(path).split(TIME);
  const isBackup = (name: string): boolean => {
    const whole = name.endsWith(UNFINISHED) ? name.slice(0, -UNFINISHED.length) : name;
    if (!whole.startsWith(before) || !whole.endsWith(after)) return false;
    return TIME_PATTERN.test(whole.slice(before.length, whole.length - after.length));
  };
  const found = (await readdir(dirname(path))).filter(isBackup).toSorted();
  const whole = found.filter((name) => !name.endsWith(UNFINISHED));
  const newest = whole.at(-1) ?? '';
  const left = found.filter((name) => name.endsWith(UNFINISHED) && name < newest);
  const gone = [...whole.slice(0, -keep), ...left];
  for (const name of gone) await rm(join(dirname(path), name));
  return gone;
}
