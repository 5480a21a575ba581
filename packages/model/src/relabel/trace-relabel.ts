import type { LabelSet } from '../labels/label-set.ts';
import { LabelEdit } from './label-edit.ts';
import type { CompileRelabelRegexp } from './relabel-regexp.ts';
import type { RelabelRule } from './relabel-rule.ts';
import type { RelabelMatch } from './relabel-step.ts';
import { compileRelabelStep } from './relabel-step.ts';

/** What one rule did. */
export interface RelabelTraceStep extends RelabelMatch {
  readonly rule: RelabelRule;
  readonly before: LabelSet;
  /** The same set as `before` where the rule changed nothing. */
  readonly after: LabelSet;
  /** Whether the rule dropped what the labels belong to; no rule after it runs. */
  readonly isDropped: boolean;
}

/** What the rules did to one set of labels. */
export interface RelabelTrace {
  readonly steps: readonly RelabelTraceStep[];
  /** Absent where a rule dropped what the labels belong to. */
  readonly labels?: LabelSet;
}

/**
 * Runs rules as `createRelabeller` does, and tells what each of them saw and did.
 *
 * @throws whatever the compiler throws for a regular expression that it does not accept.
 */
export function traceRelabel(
  rules: readonly RelabelRule[],
  labels: LabelSet,
  compile: CompileRelabelRegexp,
): RelabelTrace {
  const edit = new LabelEdit();
  edit.reset(labels);
  const steps: RelabelTraceStep[] = [];
  let before = labels;
  for (const rule of rules) {
    const step = compileRelabelStep(rule, compile);
    const match = step.inspect(edit);
    const isDropped = !step.run(edit);
    const edited = edit.labels();
    const after = edited.equals(before) ? before : edited;
    steps.push({ rule, ...match, before, after, isDropped });
    if (isDropped) return { steps };
    before = after;
  }
  return { steps, labels: before };
}
