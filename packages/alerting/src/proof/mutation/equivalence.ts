import { childrenOf, printMatcher } from '@telltale/model';
import type { Aggregation, Expr, Matcher } from '@telltale/model';
import type { SynthesisedCases } from '../rule-tests/synthesise-cases.ts';
import { placedNodes } from '../synthesis/replace-node.ts';
import { isSameResult, resultsAtSteadyState } from '../synthesis/steady-state.ts';
import type { Assignment, SourceLevel } from '../synthesis/synthetic-source.ts';
import type { Mutant } from './mutant.ts';

/**
 * Why a mutant does the same as the rule for every series that the definition can have; `undefined` where
 * nothing says so.
 */
export async function equivalenceOf(mutant: Mutant, known: SynthesisedCases): Promise<string | undefined> {
  switch (mutant.kind) {
    case 'matcher-dropped':
      return sameWithoutMatcher(mutant, known);
    case 'strictness':
      return (await decidesAlike(mutant, known)) ?? neverEqual(mutant, known);
    case 'threshold':
    case 'comparison':
      return decidesAlike(mutant, known);
    default:
      return undefined;
  }
}

function sameWithoutMatcher({ place, matcherIndex }: Mutant, known: SynthesisedCases): string | undefined {
  const decoy = known.decoys.find((one) => one.place === place && one.matcherIndex === matcherIndex);
  if (decoy === undefined) return undefined;
  if (decoy.source === undefined)
    return `the definition has no series that ${printMatcher(decoy.matcher)} excludes`;
  if (!isGuardedByPartner(known.context.question.expr, decoy.place, decoy.matcher)) return undefined;
  return `the other side has ${printMatcher(decoy.matcher)} too, and both are joined on ${decoy.matcher.name}`;
}

function neverEqual({ place }: Mutant, { boundaries }: SynthesisedCases): string | undefined {
  const boundary = boundaries.find((one) => one.place === place);
  if (!boundary || boundary.outside === undefined || boundary.equal !== undefined) return undefined;
  return 'no series of the definition were found that make both sides equal';
}

/** Values of what takes only a few. */
const FEW_VALUES: readonly SourceLevel[] = [
  { kind: 'value', value: 0 },
  { kind: 'value', value: 1 },
  { kind: 'absent' },
];
const MAX_COMBINATIONS = 243;

/** Tries all there is where everything that is compared is 0, 1 or absent. */
async function decidesAlike(mutant: Mutant, known: SynthesisedCases): Promise<string | undefined> {
  const { question, synthesised } = known.context;
  const { sources, quiet, firing } = synthesised;
  const compared = comparedMetrics(mutant, question.expr);
  const isFew = compared.length > 0 && compared.every((metric) => metric === 'up');
  const places = sources.flatMap(({ name }, i) => (compared.includes(name) ? [i] : []));
  if (!isFew || FEW_VALUES.length ** places.length > MAX_COMBINATIONS) return undefined;
  for (const base of [quiet, firing]) {
    for (const levels of combinations(base, places)) {
      const exprs = [question.expr, mutant.rule.expr];
      const [as, other] = await resultsAtSteadyState(question, levels, exprs);
      if (!isSameResult(as, other)) return undefined;
    }
  }
  return `${compared[0]} is 0 or 1, and for both it decides the same`;
}

function comparedMetrics({ place }: Mutant, expr: Expr): readonly string[] {
  const at = placedNodes(expr).find((one) => one.place === place);
  if (!at) return [];
  const metrics = placedNodes(at.node).flatMap(({ node }) =>
    node.kind === 'vector' ? [node.metric ?? ''] : [],
  );
  return [...new Set(metrics)];
}

function* combinations(base: Assignment, places: readonly number[]): Generator<Assignment> {
  const [place, ...rest] = places;
  if (place === undefined) yield base;
  else for (const level of FEW_VALUES) yield* combinations(base.with(place, level), rest);
}

/**
 * Whether the selector at a place is joined, on the label of a matcher, with something whose selectors all have
 * the very same matcher: series that the matcher excludes would find no partner there.
 */
function isGuardedByPartner(expr: Expr, place: number, matcher: Matcher): boolean {
  const path = pathTo(expr, place);
  return path.some((node, depth) => {
    const below = path[depth + 1];
    if (node.kind !== 'binary' || below === undefined) return false;
    const isLeft = node.left === below;
    if (node.op === 'or' || (node.op === 'unless' && isLeft)) return false;
    const partner = isLeft ? node.right : node.left;
    const isJoined = node.matching ? joinsOn(node.matching, matcher.name) : true;
    const reaches = path.slice(depth + 1).every((one) => keepsLabel(one, matcher.name));
    return isJoined && reaches && alwaysMatches(partner, matcher);
  });
}

function pathTo(expr: Expr, place: number): readonly Expr[] {
  let visited = 0;
  const visit = (node: Expr): readonly Expr[] | undefined => {
    if (visited++ === place) return [node];
    for (const child of childrenOf(node)) {
      const found = visit(child);
      if (found) return [node, ...found];
    }
    return undefined;
  };
  return visit(expr) ?? [];
}

function joinsOn(
  { mode, labels }: { readonly mode: 'on' | 'ignoring'; readonly labels: readonly string[] },
  label: string,
): boolean {
  return mode === 'on' ? labels.includes(label) : !labels.includes(label);
}

/** Whether results carry the label of what goes in. */
function keepsLabel(node: Expr, label: string): boolean {
  if (node.kind === 'aggregation') return keepsInGrouping(node, label);
  return node.kind !== 'call' || !/^(?:absent|label_|vector|scalar)/.test(node.func);
}

function keepsInGrouping({ grouping }: Aggregation, label: string): boolean {
  if (!grouping) return false;
  return grouping.labels.includes(label) === (grouping.mode === 'by');
}

/** Whether every series that an expression returns satisfies a matcher, because each selector asks for it. */
function alwaysMatches(expr: Expr, matcher: Matcher): boolean {
  if (expr.kind === 'vector') {
    return expr.matchers.some(
      ({ name, op, value }) => name === matcher.name && op === matcher.op && value === matcher.value,
    );
  }
  if (!keepsLabel(expr, matcher.name)) return false;
  const operands = childrenOf(expr).filter(({ kind }) => kind !== 'number' && kind !== 'string');
  if (operands.length === 0) return false;
  const isEither = expr.kind === 'binary' && expr.op !== 'or';
  return isEither
    ? operands.some((operand) => alwaysMatches(operand, matcher))
    : operands.every((operand) => alwaysMatches(operand, matcher));
}
