import { LabelSet } from '@telltale/model';
import type { AlertingRule, VectorSample } from '@telltale/model';
import { QueryAnswers } from '../templates/rule-dialect/query-answers.ts';
import type { TemplateQueries } from '../templates/rule-dialect/query-answers.ts';
import { compileRuleTemplate, ruleTemplateRenderer } from '../templates/rule-dialect/rule-template.ts';
import type {
  RuleTemplate,
  RuleTemplateRenderer,
  TemplateEnvironment,
} from '../templates/rule-dialect/rule-template.ts';
import type { Observation } from './tracked-alert.ts';

/** Turns the series of a result into alerts with labels and annotations. */
export type AlertLabeller = (
  result: readonly VectorSample[],
  queries: TemplateQueries,
) => Promise<Observation[]>;

interface NamedTemplate {
  readonly name: string;
  readonly template: RuleTemplate;
}

/** Parses the templates of a rule for all its evaluations. */
export function createAlertLabeller(rule: AlertingRule, environment: TemplateEnvironment): AlertLabeller {
  const labels = compileAll(rule.labels);
  const annotations = compileAll(rule.annotations);
  const asksQueries = [...labels, ...annotations].some(({ template }) => template.asksQueries);
  const observe = (sample: VectorSample, render: RuleTemplateRenderer): Observation => {
    const texts = (templates: readonly NamedTemplate[]): [string, string][] =>
      templates.map(({ name, template }) => [name, render(template, sample)]);
    return {
      labels: LabelSet.from([
        ...sample.labels.withoutName().entries(),
        ...texts(labels),
        ['alertname', rule.name],
      ]),
      annotations: Object.fromEntries(texts(annotations)),
      value: sample.value,
    };
  };
  return async (result, queries) => {
    if (result.length === 0) return [];
    const answers = new QueryAnswers(queries);
    const render = ruleTemplateRenderer({ ...environment, timeMs: queries.timeMs, answers });
    if (!asksQueries) return result.map((sample) => observe(sample, render));
    const observations: Observation[] = [];
    for (const sample of result) observations.push(await answers.complete(() => observe(sample, render)));
    return observations;
  };
}

function compileAll(texts: Readonly<Record<string, string>>): NamedTemplate[] {
  return Object.entries(texts).map(([name, text]) => ({ name, template: compileRuleTemplate(text) }));
}
