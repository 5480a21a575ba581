import { linkSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { MetricView } from '../../metrics/view/metric-view.ts';
import { PageEncoder } from '../pages/page-encoder.ts';
import type { MetricSum } from '../sum/metric-sum.ts';
import type { DeadNote } from './file-note.ts';
import { formatNote } from './file-note.ts';
import { deadFile, listingOf, processFile, unfinishedFile } from './folder-files.ts';
import type { FolderContent } from './folder-reader.ts';

/** Somebody may still be reading the files of before: for so long it is remembered whose were added. */
const REMEMBER_MS = 600_000;

/** What {@link foldDead} takes. */
export interface FoldOptions {
  readonly folder: string;
  /** Who folds. */
  readonly member: string;
  readonly content: FolderContent;
  /** An empty sum. */
  readonly sum: MetricSum;
}

/**
 * Adds the files of dead processes up into one, then removes them. The new file of the dead has the next
 * number and is made by linking a finished one to its name, which fails where the name is taken: of several
 * who fold at once one succeeds, and one that is killed in between leaves nothing half done. Throws what the
 * file system throws.
 */
export function foldDead({ folder, member, content, sum }: FoldOptions): void {
  const { dead, listing } = content;
  const left = listing.members.filter((name) => dead.note.folded.has(name));
  for (const name of left) rmSync(processFile(folder, name), { force: true });
  const ended = content.processes.filter((file) => file.isDead);
  if (ended.length === 0) return;
  const nowMs = Date.now();
  const folded = new Map([...dead.note.folded].filter(([, foldedMs]) => nowMs - foldedMs < REMEMBER_MS));
  for (const { note } of ended) folded.set(note.member, nowMs);
  const views = keptOf(sum, [dead.views, ...ended.map((file) => file.views)]);
  const note: DeadNote = { kind: 'dead', folded, previous: dead.generation };
  const bytes = new PageEncoder().encode(views, { isFull: true, note: formatNote(note) });
  const unfinished = unfinishedFile(folder, member, 0);
  try {
    writeFileSync(unfinished, bytes);
    if (!claim(folder, unfinished, dead.next)) return;
  } finally {
    rmSync(unfinished, { force: true });
  }
  for (const { note } of ended) rmSync(processFile(folder, note.member), { force: true });
  // The one before stays for those who are about to read it.
  if (dead.note.previous > 0) rmSync(deadFile(folder, dead.note.previous), { force: true });
}

/** Makes a finished file the newest of the dead; `false` where another process was faster. */
function claim(folder: string, unfinished: string, generation: number): boolean {
  const path = deadFile(folder, generation);
  try {
    linkSync(unfinished, path);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
  const [newest] = listingOf(readdirSync(folder)).generations;
  if (newest === generation) return true;
  // Others have gone on and removed this number: what was added up here is out of date.
  rmSync(path, { force: true });
  return false;
}

function keptOf(sum: MetricSum, processes: readonly (readonly MetricView[])[]): readonly MetricView[] {
  sum.merge(processes);
  for (const views of processes) sum.keep(views);
  return sum.merge([]);
}
