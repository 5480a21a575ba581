import type { Expr, Matcher } from '@telltale/model';
import type { Boundary } from './boundaries.ts';
import { candidateLevels, hintsOf } from './candidate-levels.ts';
import { deriveDecoy } from './derive-sources.ts';
import { placedNodes, replaceNode } from './replace-node.ts';
import type { SearchContext } from './search-context.ts';
import { isSameResult, resultsAtSteadyState } from './steady-state.ts';
import type { Assignment, SourceLevel, SyntheticSource } from './synthetic-source.ts';

/** A series that a matcher of an expression excludes. */
export interface Decoy {
  readonly matcher: Matcher;
  /** Place of the selector among the nodes of the expression, and of the matcher in it. */
  readonly place: number;
  readonly matcherIndex: number;
  /** `undefined` where the definition has no series that only this matcher excludes. */
  readonly source: SyntheticSource | undefined;
  /** Levels at which the result would be another if the series counted; `undefined` where none were found. */
  readonly difference: { readonly levels: Assignment; readonly decoyLevel: SourceLevel } | undefined;
}

/** More levels of the series that must not count are not tried. */
const MAX_LEVELS = 12;

/** For each matcher of an expression, but those on buckets, a series that it alone excludes. */
export async function findDecoys(
  context: SearchContext,
  boundaries: readonly Boundary[],
): Promise<readonly Decoy[]> {
  const decoys: Decoy[] = [];
  const recorded = new Set(context.recordings.map(({ name }) => name));
  for (const { node, place } of placedNodes(context.question.expr)) {
    if (node.kind !== 'vector' || recorded.has(node.metric ?? '')) continue;
    for (const [matcherIndex, matcher] of node.matchers.entries()) {
      // A histogram has all of its buckets at once.
      if (matcher.name === 'le' || matcher.name === '__name__') continue;
      const source = deriveDecoy(node, matcherIndex, context.catalogue);
      const without = { ...node, matchers: node.matchers.toSpliced(matcherIndex, 1) };
      const dropped = replaceNode(context.question.expr, place, without);
      const difference = source && (await findDifference(context, boundaries, source, dropped));
      decoys.push({ matcher, place, matcherIndex, source, difference });
    }
  }
  return decoys;
}

async function findDifference(
  { synthesised, question }: SearchContext,
  boundaries: readonly Boundary[],
  source: SyntheticSource,
  dropped: Expr,
): Promise<Decoy['difference']> {
  const { quiet, firing, sources } = synthesised;
  const inside = boundaries.map((boundary) => boundary.inside);
  const outside = boundaries.flatMap((boundary) => (boundary.outside ? [boundary.outside] : []));
  const levelsOfKind = candidateLevels(source, hintsOf([question.expr])).slice(0, MAX_LEVELS);
  const withDecoy = { ...question, sources: [...sources, source] };
  for (const levels of [quiet, firing, ...inside, ...outside]) {
    for (const decoyLevel of levelsOfKind) {
      const exprs = [question.expr, dropped];
      const [as, other] = await resultsAtSteadyState(withDecoy, [...levels, decoyLevel], exprs);
      if (!isSameResult(as, other)) return { levels, decoyLevel };
    }
  }
  return undefined;
}
