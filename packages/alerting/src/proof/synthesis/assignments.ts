import type { Assignment, SourceLevel } from './synthetic-source.ts';

/**
 * All assignments of levels to sources, the nearest first: the sum of the positions in the lists of
 * candidates grows. Lists are finite, so the sequence ends; callers stop earlier.
 */
export function* assignmentsByDistance(
  candidates: readonly (readonly SourceLevel[])[],
): Generator<Assignment> {
  const farthest = candidates.reduce((sum, list) => sum + list.length - 1, 0);
  for (let distance = 0; distance <= farthest; distance++) yield* atDistance(candidates, distance);
}

function* atDistance(
  candidates: readonly (readonly SourceLevel[])[],
  distance: number,
): Generator<Assignment> {
  const [first, ...rest] = candidates;
  if (first === undefined) {
    if (distance === 0) yield [];
    return;
  }
  for (let i = 0; i < first.length && i <= distance; i++) {
    for (const others of atDistance(rest, distance - i)) yield [first[i], ...others];
  }
}

/** Puts the level of the base in front of each list, so that few changes come before many. */
export function candidatesAround(
  base: Assignment,
  candidates: readonly (readonly SourceLevel[])[],
): readonly (readonly SourceLevel[])[] {
  return candidates.map((list, i) => [base[i], ...list.filter((level) => level !== base[i])]);
}
