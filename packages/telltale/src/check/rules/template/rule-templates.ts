import type { TemplateAnalysis } from '@telltale/formats';
import { RULE_TEMPLATE, analyseTemplate } from '@telltale/formats';
import type { CheckedRule, CheckedRuleText } from '../../workspace/checked-rule.ts';
import type { Workspace } from '../../workspace/workspace.ts';

/** A label or annotation of an alert that is a template, and what it reads. */
export interface RuleTemplate {
  readonly rule: CheckedRule;
  readonly part: 'label' | 'annotation';
  readonly text: CheckedRuleText;
  readonly analysis: TemplateAnalysis;
}

const KNOWN = new WeakMap<Workspace, readonly RuleTemplate[]>();

/** The templates of all alerting rules; each is read once for all rules of the check. */
export function ruleTemplates(workspace: Workspace): readonly RuleTemplate[] {
  const known = KNOWN.get(workspace);
  if (known) return known;
  const templates = workspace.rules
    .filter(({ kind }) => kind === 'alerting')
    .flatMap((rule) => [
      ...rule.labels.flatMap((text) => templateOf(rule, 'label', text)),
      ...rule.annotations.flatMap((text) => templateOf(rule, 'annotation', text)),
    ]);
  KNOWN.set(workspace, templates);
  return templates;
}

function templateOf(
  rule: CheckedRule,
  part: RuleTemplate['part'],
  text: CheckedRuleText,
): readonly RuleTemplate[] {
  if (!text.text.includes('{{')) return [];
  return [{ rule, part, text, analysis: analyseTemplate(text.text, RULE_TEMPLATE) }];
}
