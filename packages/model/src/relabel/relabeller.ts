import type { LabelSet } from '../labels/label-set.ts';
import { LabelEdit } from './label-edit.ts';
import type { CompileRelabelRegexp } from './relabel-regexp.ts';
import type { RelabelRule } from './relabel-rule.ts';
import { compileRelabelStep } from './relabel-step.ts';

/** Rules that are ready to run: the new labels, or `undefined` where the rules drop them. */
export type Relabeller = (labels: LabelSet) => LabelSet | undefined;

/**
 * Compiles rules of relabelling, with the semantics of Prometheus 3: expressions match whole values, a dot
 * matches a line break, an empty value removes a label. Where rules change nothing, the very set that was
 * given comes back. Labels that begin with `__` are kept: what becomes of them is the caller's decision.
 *
 * @param compile Compiles a regular expression of RE2.
 * @throws whatever the compiler throws for a regular expression that it does not accept.
 *
 * @example
 * ```ts
 * import { LabelSet, createRelabeller, relabelRule } from '@telltale/model';
 * import { compileRelabelRegexp } from '@telltale/promql';
 *
 * const relabel = createRelabeller(
 *   [relabelRule({ sourceLabels: ['__address__'], regex: '(.*):\\d+', targetLabel: 'host' })],
 *   compileRelabelRegexp,
 * );
 * relabel(LabelSet.of({ __address__: 'shop:9090' }))?.get('host'); // 'shop'
 * ```
 */
export function createRelabeller(rules: readonly RelabelRule[], compile: CompileRelabelRegexp): Relabeller {
  if (rules.length === 0) return (labels) => labels;
  const steps = rules.map((rule) => compileRelabelStep(rule, compile));
  const edit = new LabelEdit();
  return (labels) => {
    edit.reset(labels);
    for (let i = 0; i < steps.length; i++) if (!steps[i].run(edit)) return undefined;
    return edit.labels();
  };
}
