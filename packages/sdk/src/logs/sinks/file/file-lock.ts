import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { threadsInUse } from '../../../platform/modules-in-use.ts';
import type { ProcessMark } from '../../../platform/process-mark.ts';
import { isRunning, ownMark } from '../../../platform/process-mark.ts';

/** Its owner says so often that it lives, for those on other machines. */
export const TOUCH_MS = 30_000;
/** After so long without a sign, the owner on another machine is dead. */
const FOREIGN_MS = 5 * TOUCH_MS;
/** As long, a lock that says nothing may be one that is just being written. */
const UNWRITTEN_MS = 10_000;
/** Processes that take the lock of the same dead owner at the same moment. */
const MAX_ATTEMPTS = 20;

interface LockMark extends ProcessMark {
  readonly thread: number;
}

/** A lock that is held. */
export interface FileLock {
  /** Says to other machines that the owner lives. */
  touch(): void;
  release(): void;
}

/**
 * Takes the lock of a file, for this thread of this process; `undefined` where another one that lives has it. Locks
 * are numbered: who finds a dead owner's makes the next number, which only one can do.
 *
 * @throws what the file system throws
 */
export function lockFile(path: string): FileLock | undefined {
  const folder = dirname(path);
  const stem = `.${basename(path)}.lock.`;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    const numbers = numbersIn(folder, stem);
    if (numbers.some((number) => isAlive(join(folder, stem + number)))) return undefined;
    const own = (numbers.at(-1) ?? -1) + 1;
    const file = join(folder, stem + own);
    if (!create(file)) continue;
    // Somebody may have gone through several numbers since they were read.
    const later = numbersIn(folder, stem).some(
      (number) => number > own && isAlive(join(folder, stem + number)),
    );
    if (later) {
      remove(file);
      return undefined;
    }
    for (const number of numbers) remove(join(folder, stem + number));
    return { touch: () => touch(file), release: () => remove(file) };
  }
  return undefined;
}

/** In ascending order. */
function numbersIn(folder: string, stem: string): number[] {
  return readdirSync(folder)
    .filter((name) => name.startsWith(stem) && /^\d{1,15}$/.test(name.slice(stem.length)))
    .map((name) => Number(name.slice(stem.length)))
    .toSorted((a, b) => a - b);
}

/** `false` where the lock is there already. */
function create(file: string): boolean {
  try {
    const fd = openSync(file, 'wx', 0o644);
    const mark: LockMark = { ...ownMark(), thread: ownThread() };
    writeSync(fd, JSON.stringify(mark));
    closeSync(fd);
    return true;
  } catch (error) {
    if (Reflect.get(Object(error), 'code') === 'EEXIST') return false;
    throw error;
  }
}

function isAlive(file: string): boolean {
  try {
    const ageMs = Date.now() - statSync(file).mtimeMs;
    const mark = readMark(file);
    if (!mark) return ageMs < UNWRITTEN_MS;
    return isRunning(mark) ?? ageMs < FOREIGN_MS;
  } catch {
    // It is gone.
    return false;
  }
}

function readMark(file: string): ProcessMark | undefined {
  try {
    const mark: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const [machine, pid, started] = ['machine', 'pid', 'started'].map((name): unknown =>
      Reflect.get(Object(mark), name),
    );
    const isMark = typeof machine === 'string' && typeof pid === 'number' && typeof started === 'string';
    return isMark ? { machine, pid, started } : undefined;
  } catch {
    return undefined;
  }
}

function ownThread(): number {
  return threadsInUse()?.threadId ?? 0;
}

function touch(file: string): void {
  try {
    const now = new Date();
    utimesSync(file, now, now);
  } catch {
    // Somebody has cleaned up: the file is written all the same.
  }
}

function remove(file: string): void {
  rmSync(file, { force: true });
}
