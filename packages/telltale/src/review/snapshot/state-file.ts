import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { createFolder } from '@telltale/storage';
import { isRecord } from '../../server/ask-server.ts';
import type { ReviewSnapshot } from './snapshot.ts';

/** Of the format; a file of another one is refused and left alone. */
const VERSION = 1;

/**
 * What the last review kept; `undefined` where there was none.
 *
 * @throws TelltaleError TT_FILE_READ where the file is no state of a review, which is not overwritten then.
 */
export async function readState(path: string): Promise<ReviewSnapshot | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new TelltaleError('TT_FILE_READ', `${path} cannot be read: ${reasonOf(cause)}`, { cause });
  }
  const state = parsed(text);
  if (state !== undefined) return state;
  throw new TelltaleError('TT_FILE_READ', `${path} is no state of a review that this version reads`, {
    fix: 'Move it away, or name another file with --state.',
  });
}

/** Writes the state beside its place first, so that a kill in between leaves the one before. */
export async function writeState(path: string, snapshot: ReviewSnapshot): Promise<void> {
  const draft = `${path}.new`;
  try {
    createFolder(dirname(path));
    await writeFile(draft, `${JSON.stringify({ version: VERSION, ...snapshot })}\n`);
    await rename(draft, path);
  } catch (cause) {
    throw new TelltaleError('TT_FILE_WRITE', `${path} cannot be written: ${reasonOf(cause)}`, { cause });
  }
}

function parsed(text: string): ReviewSnapshot | undefined {
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(state) || state['version'] !== VERSION) return undefined;
  const { takenMs, of, metrics, targets } = state;
  const isWhole =
    typeof takenMs === 'number' &&
    typeof of === 'string' &&
    isRecord(metrics) &&
    Object.values(metrics).every(isMetric) &&
    Array.isArray(targets) &&
    targets.every(isTarget);
  // Each part was looked at.
  return isWhole ? (state as unknown as ReviewSnapshot) : undefined;
}

function isMetric(value: unknown): boolean {
  return isRecord(value) && typeof value['series'] === 'number' && Array.isArray(value['labels']);
}

function isTarget(value: unknown): boolean {
  return isRecord(value) && typeof value['job'] === 'string' && typeof value['instance'] === 'string';
}

function reasonOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
