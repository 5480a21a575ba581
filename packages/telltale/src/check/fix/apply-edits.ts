import { readFile, realpath, writeFile } from 'node:fs/promises';
import { resolve, sep } from 'node:path';
import type { Finding, FindingEdit } from '../finding.ts';

/** What `--fix` did. */
export interface AppliedEdits {
  /** Findings that were mended. */
  readonly mended: number;
  readonly files: readonly string[];
  /** Files that were left alone: outside of the folder, no UTF-8, or not what was checked. */
  readonly untouched: readonly string[];
}

/**
 * Makes the edits of findings. Only files below `cwd` are written, links out of it are not followed; of
 * edits that overlap the first is made, the next run makes the others. A file in which an edit does not
 * fit any more is left alone.
 */
export async function applyEdits(findings: readonly Finding[], cwd: string): Promise<AppliedEdits> {
  const files: string[] = [];
  const untouched: string[] = [];
  let mended = 0;
  for (const [file, ofFile] of Map.groupBy(findings.filter(isFixable), ({ edit }) => edit.file)) {
    const path = await pathBelow(file, cwd);
    const made = withoutOverlaps(ofFile);
    if (path === undefined || !(await rewrite(path, made))) {
      untouched.push(file);
      continue;
    }
    files.push(file);
    mended += made.length;
  }
  return { mended, files, untouched };
}

interface FixableFinding extends Finding {
  readonly edit: FindingEdit;
}

function isFixable(finding: Finding): finding is FixableFinding {
  return finding.edit !== undefined;
}

async function pathBelow(file: string, cwd: string): Promise<string | undefined> {
  const [root, path] = await Promise.all([realpath(cwd), realpath(resolve(cwd, file)).catch(() => '')]);
  return path.startsWith(root.endsWith(sep) ? root : root + sep) ? path : undefined;
}

/** Nothing is written where the file is no UTF-8, which would be lost, or is not what was checked. */
async function rewrite(path: string, findings: readonly FixableFinding[]): Promise<boolean> {
  const bytes = await readFile(path);
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  const isWhole = Buffer.from(text).equals(bytes);
  const mark = text.startsWith('\uFEFF') ? 1 : 0;
  const lines = text.slice(mark).split('\n');
  const fits = findings.every(({ edit: { start, end }, place: { position, excerpt } }) => {
    const isInside = 0 <= start && start <= end && end + mark <= text.length;
    return isInside && lines[position.line - 1]?.trimEnd() === excerpt.line.trimEnd();
  });
  if (!isWhole || !fits) return false;
  const edits = findings.map(({ edit }) => edit);
  await writeFile(path, edited(text, edits, mark));
  return true;
}

/** The text with edits made, which are in order and do not overlap. */
function edited(text: string, edits: readonly FindingEdit[], shift: number): string {
  let result = '';
  let at = 0;
  for (const { start, end, text: put } of edits) {
    result += text.slice(at, start + shift) + put;
    at = end + shift;
  }
  return result + text.slice(at);
}

function withoutOverlaps(findings: readonly FixableFinding[]): readonly FixableFinding[] {
  const made: FixableFinding[] = [];
  for (const finding of findings.toSorted((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end)) {
    const last = made.at(-1)?.edit;
    if (!last || (finding.edit.start > last.start && finding.edit.start >= last.end)) made.push(finding);
  }
  return made;
}
