import { compileRuleTemplate, ruleTemplateRenderer } from './rule-dialect/rule-template.ts';
import type { TemplateEnvironment, TemplateSeries } from './rule-dialect/rule-template.ts';

/** What a label or annotation template is rendered with. */
export interface TemplateInput extends TemplateEnvironment, TemplateSeries {
  /** What `now` gives. Default: the Unix epoch. */
  readonly timeMs?: number;
}

/**
 * Renders a Go template of a rule's label or annotation: `{{ $labels.route }}`,
 * `{{ $value | humanizePercentage }}`, conditions, loops, variables and Prometheus' functions, but
 * queries. Errors become part of the text.
 */
export function renderTemplate(text: string, { timeMs = 0, ...input }: TemplateInput): string {
  return ruleTemplateRenderer({ ...input, timeMs })(compileRuleTemplate(text), input);
}
