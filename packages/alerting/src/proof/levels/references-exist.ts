import { TelltaleError, printExpr, walkExpr } from '@telltale/model';
import type { Expr, VectorSelector } from '@telltale/model';
import { recordingRules } from '../drill/drill-rule.ts';
import { deriveSources } from '../synthesis/derive-sources.ts';
import { neededRecordings } from '../synthesis/needed-recordings.ts';
import type { ProofQuestion, StepResult } from './proof-question.ts';
import { StepFailure } from './proof-question.ts';

/**
 * Level 1: every metric, label and label value that the query asks for is one that the definition's programs
 * can expose. Judged by the synthesis: it makes series of nothing but what exists, so a selector for which it
 * can make none can match nothing.
 */
export async function referencesExist({ resolved, rule }: ProofQuestion): Promise<StepResult> {
  const recordings = recordingRules(resolved);
  const exprs = [rule.expr, ...neededRecordings(rule.expr, recordings).map(({ expr }) => expr)];
  const selectors = new Map(
    exprs.flatMap(selectorsOf).map((selector) => [printExpr(selector), selector] as const),
  );
  const faults = [...selectors.values()].flatMap((selector) => {
    const { metrics, targets } = resolved;
    return faultOf(() => deriveSources(selector, { metrics, targets, recordings }, 1));
  });
  if (faults.length > 0) throw new StepFailure(faults.join(' '));
  return { detail: selectors.size === 1 ? '1 selector' : `${selectors.size} selectors` };
}

/** The selectors of an expression, each where it stands. */
export function selectorsOf(expr: Expr): readonly VectorSelector[] {
  return [...walkExpr(expr)].flatMap((node) => (node.kind === 'vector' ? [node] : []));
}

function faultOf(derive: () => unknown): readonly string[] {
  try {
    derive();
    return [];
  } catch (error) {
    if (error instanceof TelltaleError) return [error.message];
    throw error;
  }
}
