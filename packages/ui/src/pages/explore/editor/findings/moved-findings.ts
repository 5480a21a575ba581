import type { QueryFinding } from '@telltale/station/contract';

/**
 * Findings of a text at their places in the text that became of it: those before and behind what changed stay with
 * their words, those in it are gone until it is checked again.
 */
export function movedFindings(
  findings: readonly QueryFinding[],
  before: string,
  after: string,
): readonly QueryFinding[] {
  if (before === after) return findings;
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < most - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  const by = after.length - before.length;
  return findings.flatMap((finding) => {
    if (finding.to <= head) return [finding];
    if (finding.from < before.length - tail) return [];
    return [{ ...finding, from: finding.from + by, to: finding.to + by }];
  });
}

/** The finding after a place, or before it; after the last comes the first. */
export function findingFrom(
  findings: readonly QueryFinding[],
  caret: number,
  direction: 1 | -1,
): QueryFinding | undefined {
  const inOrder = findings.toSorted((a, b) => direction * (a.from - b.from));
  return inOrder.find(({ from }) => direction * (from - caret) > 0) ?? inOrder[0];
}
