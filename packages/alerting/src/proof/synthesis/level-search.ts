import { assignmentsByDistance } from './assignments.ts';
import type { Assignment, SourceLevel } from './synthetic-source.ts';

/** How many series an expression returns with its sources on these levels. */
export type CountOf = (levels: Assignment) => Promise<number>;

/** What is looked for, and how long. */
export interface LevelSearch {
  /** Levels of each source; the first one of each is where the search begins. */
  readonly candidates: readonly (readonly SourceLevel[])[];
  /** Whether the expression must return something, or nothing. */
  readonly shouldHold: boolean;
  /** Most assignments that are tried. */
  readonly maxTries: number;
}

/** What was found, and how many assignments were tried. */
export interface FoundLevels {
  readonly levels: Assignment | undefined;
  readonly tried: number;
}

/**
 * Finds levels with which an expression holds, or does not. First one source is changed at a time, and a
 * change that brings the result nearer is kept: the sources of `a > 1 or b > 1` have nothing to do with one
 * another. Then all assignments follow, the nearest first.
 */
export async function searchLevels(search: LevelSearch, countOf: CountOf): Promise<FoundLevels> {
  const counted = new Map<string, number>();
  const count = async (levels: Assignment): Promise<number> => {
    const key = JSON.stringify(levels);
    const known = counted.get(key) ?? (await countOf(levels));
    counted.set(key, known);
    return known;
  };
  const near = await changeOneByOne(search, count, () => counted.size);
  if (near) return { levels: near, tried: counted.size };
  for (const levels of assignmentsByDistance(search.candidates)) {
    if (counted.size >= search.maxTries) break;
    if ((await count(levels)) > 0 === search.shouldHold) return { levels, tried: counted.size };
  }
  return { levels: undefined, tried: counted.size };
}

async function changeOneByOne(
  { candidates, shouldHold, maxTries }: LevelSearch,
  count: CountOf,
  tried: () => number,
): Promise<Assignment | undefined> {
  let best: Assignment = candidates.map((levels) => levels[0]);
  let bestCount = await count(best);
  const isFound = (): boolean => bestCount > 0 === shouldHold;
  const longest = Math.max(0, ...candidates.map(({ length }) => length));
  // By position in the lists, over all sources: the likely levels of each come before the rare ones of any.
  for (let position = 1; position < longest && !isFound(); position++) {
    for (const [source, levels] of candidates.entries()) {
      if (position >= levels.length || isFound() || tried() >= maxTries) continue;
      const changed = best.with(source, levels[position]);
      const changedCount = await count(changed);
      const isNearer = shouldHold ? changedCount > bestCount : changedCount < bestCount;
      if (!isNearer) continue;
      best = changed;
      bestCount = changedCount;
    }
  }
  return isFound() ? best : undefined;
}
