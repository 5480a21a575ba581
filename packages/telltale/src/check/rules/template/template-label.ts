import { closestName, walkExpr } from '@telltale/model';
import { isWellKnownLabel, misspelledLabel } from '../../catalogue/label-vocabulary.ts';
import type { CheckRule } from '../../check-rule.ts';
import type { CheckedRule } from '../../workspace/checked-rule.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { templateFile } from './example-template.ts';
import { ruleTemplates } from './rule-templates.ts';

/** Labels that the alert does not have. */
export const alertTemplateLabel: CheckRule = {
  id: 'alert/template-label',
  severity: 'error',
  why: 'The label is empty in every notification, so the text says nothing where it matters.',
  doc: `A template reads a label that the result of the query cannot have: it was aggregated away, or no
metric of the query has it, or its name is one letter away from that of a widely used label. Labels that the rule adds itself are not there yet when templates are rendered.`,
  examples: [
    {
      wrong: {
        files: {
          'rules.yml': templateFile('{{ $labels.queue }} is long', {
            expr: 'sum by (job) (queue_length) > 5',
          }),
        },
      },
      right: {
        files: {
          'rules.yml': templateFile('{{ $labels.queue }} is long', {
            expr: 'sum by (job, queue) (queue_length) > 5',
          }),
        },
      },
    },
  ],
  *run(workspace) {
    for (const { rule, text, analysis } of ruleTemplates(workspace)) {
      for (const { name, start, end } of analysis.labels) {
        const verdict = verdictOf(workspace, rule, name);
        if (!verdict) continue;
        const meant = closestName(name, verdict.labels);
        yield {
          place: text.placeOf({ start, end }),
          message: `the alert has no label '${name}'`,
          fix: meant === undefined ? fixOf(rule, name) : `did you mean ${meant}?`,
        };
      }
    }
  },
};

/** What `absent(x)` and `vector(1)` give has no labels that could be kept. */
function fixOf({ query: { expr } }: CheckedRule, name: string): string {
  const isAggregated = expr && [...walkExpr(expr)].some(({ kind }) => kind === 'aggregation');
  return isAggregated ? `keep it: by (…, ${name})` : 'take it out of the text';
}

/** Labels of targets whose names are long enough to be misspelled. */
const COMMON: readonly string[] = ['cluster', 'container', 'instance', 'namespace', 'node', 'service'];

/** The labels that there are, where the name is certainly none of them, or is one letter away from one. */
function verdictOf(
  { inference, targetLabels }: Workspace,
  { query }: CheckedRule,
  name: string,
): { readonly labels: readonly string[] } | undefined {
  if (!query.expr || name === 'alertname') return undefined;
  const { labels } = inference.of(query.expr);
  if (!labels.mayHave(name)) return { labels: [...(labels.all ?? [])] };
  if (labels.always.has(name) || isWellKnownLabel(name) || targetLabels.has(name)) return undefined;
  const meant = misspelledLabel(name, [...labels.always, ...COMMON]);
  return meant === undefined ? undefined : { labels: [meant] };
}
