import type { Question } from './answer.ts';
import { answerDifference } from './compare-answers.ts';
import { KNOWN_DIFFERENCES } from './known-differences.ts';
import { operandSum } from './operand-sum.ts';
import type { TwoAnswers } from './two-answers.ts';

/** What came out of asking both engines the same questions. */
export interface Findings {
  /** Faults, for people. */
  readonly differences: readonly string[];
  /** How often a known difference was seen, by its reason. */
  readonly known: ReadonlyMap<string, number>;
  /** Answers that had at least one point, and those that were refusals; the rest was empty. */
  readonly filled: number;
  readonly refused: number;
}

/** How far rounding may go, relative to the sum of two values and to that of all operands. */
const RELATIVE = 1e-9;
const RELATIVE_TO_OPERANDS = 1e-11;

/** Asks both engines each question and says where they differ for no known reason. */
export async function findDifferences(
  engines: TwoAnswers,
  questions: readonly Question[],
): Promise<Findings> {
  const differences: string[] = [];
  const known = new Map<string, number>();
  let filled = 0;
  let refused = 0;
  for (const question of questions) {
    const theirs = await engines.theirs(question);
    const ours = await engines.ours(question);
    if (theirs.kind === 'refusal') refused++;
    else if (theirs.kind === 'text' || theirs.series.size > 0) filled++;
    const exact = { relative: RELATIVE, absolute: 0 };
    if (answerDifference(theirs, ours, exact) === undefined) continue;
    const absolute = RELATIVE_TO_OPERANDS * (await operandSum(engines.engine, question));
    const difference = answerDifference(theirs, ours, { ...exact, absolute });
    if (difference === undefined) continue;
    const meant = KNOWN_DIFFERENCES.find(({ isMeant }) => isMeant(question, theirs, ours));
    if (meant) known.set(meant.reason, (known.get(meant.reason) ?? 0) + 1);
    else differences.push(`${describe(question)}: ${difference}`);
  }
  return { differences, known, filled, refused };
}

function describe({ query, startMs, endMs, stepMs }: Question): string {
  const when = stepMs === 0 ? `at ${startMs}` : `from ${startMs} to ${endMs} step ${stepMs}`;
  return `${query} (${when})`;
}
