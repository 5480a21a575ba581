/** A run of lines that two texts have in common, or that only one of them has. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
  /** 1-based line in the old text; for added lines that of the line before. */
  readonly line: number;
}

/** The table of the comparison has at most this many cells; larger changes are shown as a whole. */
const MAX_CELLS = 4_000_000;

/** What changes a text into another, line by line: what both have in common stays in order. */
export function diffLines(before: string, after: string): readonly DiffLine[] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const start = commonStart(old, now);
  const end = commonEnd(old, now, start);
  const middle = diffMiddle(old.slice(start, old.length - end), now.slice(start, now.length - end), start);
  const same = (from: number, to: number): readonly DiffLine[] =>
    old.slice(from, to).map((text, index) => ({ kind: 'same', text, line: from + index + 1 }));
  return [...same(0, start), ...middle, ...same(old.length - end, old.length)];
}

function commonStart(old: readonly string[], now: readonly string[]): number {
  const limit = Math.min(old.length, now.length);
  let count = 0;
  while (count < limit && old[count] === now[count]) count++;
  return count;
}

function commonEnd(old: readonly string[], now: readonly string[], start: number): number {
  const limit = Math.min(old.length, now.length) - start;
  let count = 0;
  while (count < limit && old[old.length - 1 - count] === now[now.length - 1 - count]) count++;
  return count;
}

function diffMiddle(old: readonly string[], now: readonly string[], offset: number): readonly DiffLine[] {
  const lengths = old.length * now.length > MAX_CELLS ? undefined : commonLengths(old, now);
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (lengths && i < old.length && j < now.length && old[i] === now[j]) {
      lines.push({ kind: 'same', text: old[i], line: offset + ++i });
      j++;
    } else if (i < old.length && (j >= now.length || !lengths || lengths[i + 1][j] >= lengths[i][j + 1])) {
      lines.push({ kind: 'removed', text: old[i], line: offset + ++i });
    } else lines.push({ kind: 'added', text: now[j++], line: offset + i });
  }
  return lines;
}

/** Length of the longest common part of the ends of both from each pair of lines on. */
function commonLengths(old: readonly string[], now: readonly string[]): readonly Uint32Array[] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Uint32Array(now.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = now.length - 1; j >= 0; j--) {
      const longest = Math.max(lengths[i + 1][j], lengths[i][j + 1]);
      lengths[i][j] = old[i] === now[j] ? lengths[i + 1][j + 1] + 1 : longest;
    }
  }
  return lengths;
}
