import type { Expr } from '@telltale/model';
import { printExpr } from '@telltale/model';
import { candidatesAround } from './assignments.ts';
import { searchLevels } from './level-search.ts';
import { decisionsOf } from './decisions.ts';
import type { Decision } from './decisions.ts';
import { scalesOf } from './level-scale.ts';
import type { LevelScale } from './level-scale.ts';
import { replaceNode } from './replace-node.ts';
import { isPartOf, resultsAtSteadyState } from './steady-state.ts';
import type { SteadyStateQuestion } from './steady-state.ts';
import type { Assignment, SourceLevel } from './synthetic-source.ts';

/** Levels on both sides of what one part of an expression decides. */
export interface Boundary {
  /** The part, as it is written. */
  readonly decision: string;
  /** Its place among the nodes of the expression. */
  readonly place: number;
  /** Levels at which the expression holds because of it: just so, where the level can be chosen freely. */
  readonly inside: Assignment;
  /** Levels nearby at which it does not; `undefined` where no source can be moved across. */
  readonly outside: Assignment | undefined;
  /** Levels at which both sides of a comparison are equal, where there are any. */
  readonly equal: Assignment | undefined;
}

/** What the search for boundaries begins with. */
export interface BoundarySearch {
  readonly question: SteadyStateQuestion;
  readonly quiet: Assignment;
  readonly firing: Assignment;
  /** Levels of each source that are worth a try. */
  readonly candidates: readonly (readonly SourceLevel[])[];
  /** Most assignments that are tried for each part. */
  readonly maxTries: number;
}

/** How near to a threshold the two sides come, as a share of it. */
const GAP = 0.02;
/** The same as a share of where the search began: what lies above zero lies above it at any distance. */
const MIN_GAP = 0.001;
const MAX_HALVINGS = 40;

/**
 * For each comparison of an expression, and each `absent`, levels at which the expression holds because of it,
 * and others just beyond. Parts that never decide anything are left out.
 */
export async function findBoundaries(search: BoundarySearch): Promise<readonly Boundary[]> {
  const boundaries: Boundary[] = [];
  for (const decision of decisionsOf(search.question.expr)) {
    const critical = await findCritical(search, decision);
    if (critical) boundaries.push(await boundaryOf(search, decision, critical));
  }
  return boundaries;
}

/** Levels at which the expression holds, and would not if the part decided the other way. */
async function findCritical(
  { question, quiet, firing, candidates, maxTries }: BoundarySearch,
  { otherwise }: Decision,
): Promise<Assignment | undefined> {
  const isCritical = async (levels: Assignment): Promise<boolean> => {
    const [as, other] = await resultsAtSteadyState(question, levels, [question.expr, otherwise]);
    // What only adds to the result did not decide it.
    return !isPartOf(as, other);
  };
  if (await isCritical(firing)) return firing;
  const count = async (levels: Assignment): Promise<number> => ((await isCritical(levels)) ? 1 : 0);
  for (const base of [quiet, firing]) {
    const around = candidatesAround(base, candidates);
    const { levels } = await searchLevels({ candidates: around, shouldHold: true, maxTries }, count);
    if (levels) return levels;
  }
  return undefined;
}

async function boundaryOf(
  search: BoundarySearch,
  decision: Decision,
  critical: Assignment,
): Promise<Boundary> {
  const { question } = search;
  const part = { decision: printExpr(decision.node), place: decision.place };
  const isBeyond = async (levels: Assignment): Promise<boolean> => {
    const exprs = [question.expr, decision.otherwise];
    const [as, other] = await resultsAtSteadyState(question, levels, exprs);
    return as.size === 0 && other.size > 0;
  };
  const holds = async (levels: Assignment): Promise<boolean> => {
    const [result] = await resultsAtSteadyState(question, levels, [question.expr]);
    return result.size > 0;
  };
  for (const [source, level] of critical.entries()) {
    for (const [index, scale] of scalesOf(level, question.sources[source]).entries()) {
      const beyond = await nearestBeyond(search, { critical, source, index, scale }, isBeyond);
      if (beyond === undefined) continue;
      const place = (to: SourceLevel): Assignment => critical.with(source, to);
      const [inside, outside] = await narrowed(scale, beyond, (to) => holds(place(to)));
      const equal = await findEqual(question, decision, [scale.at(inside), scale.at(outside)].map(place), {
        place: (position) => place(scale.at(position)),
        range: [inside, outside],
      });
      return { ...part, inside: place(scale.at(inside)), outside: place(scale.at(outside)), equal };
    }
  }
  return {
    ...part,
    inside: critical,
    outside: await findOutside(search, critical, holds),
    equal: undefined,
  };
}

interface ScaledSource {
  readonly critical: Assignment;
  readonly source: number;
  /** Which of the scales of the source's level. */
  readonly index: number;
  readonly scale: LevelScale;
}

/** The nearest position of a source at which the part decides the other way. */
async function nearestBeyond(
  { candidates, question }: BoundarySearch,
  { critical, source, index, scale }: ScaledSource,
  isBeyond: (levels: Assignment) => Promise<boolean>,
): Promise<number | undefined> {
  const kind = critical[source].kind;
  const positions = candidates[source]
    .filter((level) => level.kind === kind)
    .map((level) => scalesOf(level, question.sources[source])[index].position)
    .filter((position) => position !== scale.position);
  const byDistance = [...new Set(positions)].sort(
    (a, b) => Math.abs(a - scale.position) - Math.abs(b - scale.position),
  );
  for (const position of byDistance) {
    if (await isBeyond(critical.with(source, scale.at(position)))) return position;
  }
  return undefined;
}

/** Halves the way between a position that holds and one that does not, as long as there is something between. */
async function narrowed(
  scale: LevelScale,
  beyond: number,
  holds: (level: SourceLevel) => Promise<boolean>,
): Promise<readonly [inside: number, outside: number]> {
  let [inside, outside] = [scale.position, beyond];
  if (!scale.isContinuous) return [inside, outside];
  const span = Math.abs(inside - outside);
  for (let i = 0; i < MAX_HALVINGS; i++) {
    const nearEnough = Math.max(GAP * Math.max(Math.abs(inside), Math.abs(outside)), MIN_GAP * span);
    if (Math.abs(inside - outside) <= nearEnough) break;
    const middle = rounded((inside + outside) / 2);
    if (middle === inside || middle === outside) break;
    if (await holds(scale.at(middle))) inside = middle;
    else outside = middle;
  }
  return [inside, outside];
}

/** Short numbers read better in tests, and thresholds are short numbers. */
function rounded(value: number): number {
  return Number(value.toPrecision(4));
}

interface EqualRange {
  readonly place: (position: number) => Assignment;
  readonly range: readonly [number, number];
}

/** A position between the two at which both sides are the same number. */
async function findEqual(
  question: SteadyStateQuestion,
  { node, place }: Decision,
  ends: readonly Assignment[],
  { place: at, range: [inside, outside] }: EqualRange,
): Promise<Assignment | undefined> {
  if (node.kind !== 'binary') return undefined;
  const equals: Expr = replaceNode(question.expr, place, { ...node, op: '==' });
  const positions = roundPositions(Math.min(inside, outside), Math.max(inside, outside));
  for (const levels of [...ends, ...positions.map(at)]) {
    const [result] = await resultsAtSteadyState(question, levels, [equals]);
    if (result.size > 0) return levels;
  }
  return undefined;
}

/** Numbers of few digits within a range. */
function roundPositions(low: number, high: number): readonly number[] {
  const found = new Set<number>();
  for (const digits of [1, 2, 3]) {
    const value = Number(((low + high) / 2).toPrecision(digits));
    if (value >= low && value <= high) found.add(value);
  }
  return [...found];
}

/** The nearest levels at which the expression does not hold, where no source has a scale to move on. */
async function findOutside(
  { candidates, maxTries }: BoundarySearch,
  critical: Assignment,
  holds: (levels: Assignment) => Promise<boolean>,
): Promise<Assignment | undefined> {
  const search = { candidates: candidatesAround(critical, candidates), shouldHold: false, maxTries };
  return (await searchLevels(search, async (levels) => ((await holds(levels)) ? 1 : 0))).levels;
}
