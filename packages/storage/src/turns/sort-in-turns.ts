import { Turn } from './turn.ts';

/** Texts that are sorted, or merged, without a look at the clock. */
const TEXTS_PER_LOOK = 2048;

/** Sorts texts by code unit while other work gets its turns: a hundred thousand take longer than one. */
export async function sortInTurns(texts: Iterable<string>, turn: Turn = new Turn()): Promise<string[]> {
  const all = [...texts];
  let runs: string[][] = [];
  for (let start = 0; start < all.length; start += TEXTS_PER_LOOK) {
    runs.push(all.slice(start, start + TEXTS_PER_LOOK).sort());
    if (turn.isOver) await turn.end();
  }
  while (runs.length > 1) {
    const merged: string[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      merged.push(i + 1 < runs.length ? await merge(runs[i], runs[i + 1], turn) : runs[i]);
    }
    runs = merged;
  }
  return runs.at(0) ?? [];
}

async function merge(a: readonly string[], b: readonly string[], turn: Turn): Promise<string[]> {
  const merged: string[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    merged.push(b[j] < a[i] ? b[j++] : a[i++]);
    if (merged.length % TEXTS_PER_LOOK === 0 && turn.isOver) await turn.end();
  }
  while (i < a.length) merged.push(a[i++]);
  while (j < b.length) merged.push(b[j++]);
  return merged;
}
