import type { Answer, Points } from './answer.ts';

/** How two values may differ. */
export interface Tolerance {
  /** Relative to the sum of both values. */
  readonly relative: number;
  /** For values that are what is left of much larger operands. */
  readonly absolute: number;
}

/** Where two answers differ, for people; `undefined` if they are the same but for rounding. */
export function answerDifference(theirs: Answer, ours: Answer, tolerance: Tolerance): string | undefined {
  if (theirs.kind !== 'series' || ours.kind !== 'series') return otherDifference(theirs, ours);
  for (const [labels, points] of theirs.series) {
    const own = ours.series.get(labels);
    if (!own) return `${labels} is missing`;
    const difference = pointsDifference(points, own, tolerance);
    if (difference !== undefined) return `${labels} ${difference}`;
  }
  const extra = [...ours.series.keys()].find((labels) => !theirs.series.has(labels));
  return extra === undefined ? undefined : `${extra} is too much`;
}

function otherDifference(theirs: Answer, ours: Answer): string | undefined {
  if (theirs.kind === 'refusal' && ours.kind === 'refusal') return undefined;
  if (theirs.kind === 'refusal') return `theirs refuses: ${theirs.reason}`;
  if (ours.kind === 'refusal') return `ours refuses: ${ours.reason}`;
  const isSame = theirs.kind === 'text' && ours.kind === 'text' && theirs.text === ours.text;
  return isSame ? undefined : `a ${theirs.kind} is not a ${ours.kind}`;
}

function pointsDifference(theirs: Points, ours: Points, tolerance: Tolerance): string | undefined {
  for (const [ms, value] of theirs) {
    const own = ours.get(ms);
    if (own === undefined) return `has no value at ${ms}`;
    if (!isNear(value, own, tolerance)) return `at ${ms}: ${own} instead of ${value}`;
  }
  const extra = [...ours.keys()].find((ms) => !theirs.has(ms));
  return extra === undefined ? undefined : `has a value at ${extra}: ${ours.get(extra)}`;
}

function isNear(a: number, b: number, { relative, absolute }: Tolerance): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  if (!Number.isFinite(a) || !Number.isFinite(b)) return false;
  return Math.abs(a - b) <= relative * (Math.abs(a) + Math.abs(b)) + absolute;
}
