import { parseTemplate } from '@telltale/formats';
import { PromqlError, analyseExpr, parseExpr } from '@telltale/promql';
import type { ProofQuestion, StepResult } from './proof-question.ts';
import { StepFailure } from './proof-question.ts';

/** Level 0: query and templates parse, and the query gives what a rule can use. */
export async function parses({ rule }: ProofQuestion): Promise<StepResult> {
  const { type } = parsed(rule.query);
  if (type !== 'vector' && type !== 'scalar') {
    throw new StepFailure(`The query gives a ${type}; an alert needs an instant vector.`);
  }
  const templates = [...Object.entries(rule.labels), ...Object.entries(rule.annotations)];
  for (const [name, text] of templates) checkTemplate(name, text);
  return { detail: `an instant ${type}, ${templates.length} labels and annotations` };
}

function parsed(query: string) {
  try {
    return analyseExpr(parseExpr(query), query);
  } catch (error) {
    if (error instanceof PromqlError) throw new StepFailure(`The query is wrong: ${error.reason}`);
    throw error;
  }
}

function checkTemplate(name: string, text: string): void {
  try {
    parseTemplate(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StepFailure(`The template of ${name} is wrong: ${reason}`);
  }
}
