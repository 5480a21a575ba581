import { printExpr } from '@telltale/model';
import type { ProofQuestion, StepResult } from './proof-question.ts';
import { StepFailure } from './proof-question.ts';
import { selectorsOf } from './references-exist.ts';

/** Level 1, second part: the running service has, or exposes at zero, series for each selector of the query. */
export async function seenLive({ rule, liveSeries }: ProofQuestion): Promise<StepResult> {
  const selectors = [...new Set(selectorsOf(rule.expr).map((selector) => printExpr(selector)))];
  const unseen: string[] = [];
  for (const selector of selectors) if (!(await liveSeries?.(selector))) unseen.push(selector);
  if (unseen.length > 0) throw new StepFailure(`The running service has no series for ${unseen.join(', ')}.`);
  return { detail: `${selectors.length} of ${selectors.length} selectors have series` };
}
