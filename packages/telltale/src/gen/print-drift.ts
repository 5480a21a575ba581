import type { FileDrift } from './compare-files.ts';
import type { DiffLine } from './line-diff.ts';
import { diffLines } from './line-diff.ts';

/** Lines around a change that are shown with it. */
const CONTEXT = 2;
/** More changed lines than this are counted, not shown: the file is to be written again anyway. */
const MAX_LINES = 40;

/** What is not as the definition says, for people: one file after the other, changes as a diff. */
export function printDrift(drifts: readonly FileDrift[]): string {
  return drifts.map(printOne).join('');
}

function printOne(drift: FileDrift): string {
  switch (drift.kind) {
    case 'missing':
      return `${drift.path}: missing\n`;
    case 'left-over':
      return `${drift.path}: generated once, and no longer; remove it\n`;
    case 'differs':
      return `${drift.path}: differs\n${printChanges(diffLines(drift.found, drift.wanted))}`;
  }
}

function printChanges(lines: readonly DiffLine[]): string {
  const shown = new Set<number>();
  for (const [index, { kind }] of lines.entries()) {
    if (kind === 'same') continue;
    for (let near = index - CONTEXT; near <= index + CONTEXT; near++) shown.add(near);
  }
  const visible = lines.flatMap((line, index) => (shown.has(index) ? [{ line, index }] : []));
  const printed = visible.slice(0, MAX_LINES).map(({ line, index }, position) => {
    const hasGap = position > 0 && visible[position - 1].index !== index - 1;
    return `${hasGap ? '      ...\n' : ''}${String(line.line).padStart(5)} ${SIGN[line.kind]} ${line.text}\n`;
  });
  const rest = visible.length - MAX_LINES;
  return `${printed.join('')}${rest > 0 ? `      ... ${rest} more lines\n` : ''}`;
}

const SIGN: Readonly<Record<DiffLine['kind'], string>> = { same: ' ', removed: '-', added: '+' };
