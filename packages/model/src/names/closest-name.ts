/** Longer names are cut before they are compared: a hostile name must not cost quadratic time. */
const MAX_COMPARED = 128;

/**
 * The candidate a person most likely meant, or `undefined` where none is near. Near means: at most
 * four characters and a third of the name have to be edited, or one is a part of the other, cut at `_`.
 */
export function closestName(name: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Infinity;
  const limit = Math.max(WORDS_DISTANCE, Math.min(MAX_EDITS, Math.floor(name.length / 3)));
  for (const candidate of candidates) {
    if (candidate === name) continue;
    const distance = nameDistance(name, candidate, limit);
    if (distance > limit) continue;
    if (distance < bestDistance || (distance === bestDistance && best !== undefined && candidate < best)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Names that differ by more share words, not a meaning. */
const MAX_EDITS = 4;

/** Between one and two edits: a single slip of the pen is likelier than words left out. */
const WORDS_DISTANCE = 1.5;

/** A name that contains the other as whole words (`status`, `status_code`) is near; above `limit` any number is. */
function nameDistance(a: string, b: string, limit: number): number {
  if (isWordsOf(a, b) || isWordsOf(b, a)) return WORDS_DISTANCE;
  const [one, other] = [a.slice(0, MAX_COMPARED), b.slice(0, MAX_COMPARED)];
  if (Math.abs(one.length - other.length) > limit) return Infinity;
  return editDistance(one.toLowerCase(), other.toLowerCase(), limit);
}

function isWordsOf(part: string, whole: string): boolean {
  if (part.length < 3 || whole.length <= part.length || !whole.includes(part)) return false;
  return `_${whole}_`.includes(`_${part}_`);
}

/** Insertions, deletions, replacements and swaps of neighbours; not counted to the end above `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const replace = previous[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      let cost = Math.min(previous[column] + 1, current[column - 1] + 1, replace);
      const isSwap = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwap) cost = Math.min(cost, beforePrevious[column - 2] + 1);
      current.push(cost);
    }
    // A swap looks two rows back.
    if (Math.min(...current) > limit && Math.min(...previous) > limit) return Infinity;
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length];
}
