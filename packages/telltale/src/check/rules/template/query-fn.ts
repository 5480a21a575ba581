import type { CheckRule } from '../../check-rule.ts';
import { templateFile } from './example-template.ts';
import { ruleTemplates } from './rule-templates.ts';

/** Queries inside templates. */
export const alertQueryFn: CheckRule = {
  id: 'alert/query-fn',
  severity: 'info',
  preset: 'strict',
  why: 'The query runs for every alert at every evaluation, no test sees it, and where it fails the text is an error.',
  doc: 'A template of an alert calls query.',
  examples: [
    {
      wrong: {
        files: { 'rules.yml': templateFile('{{ query "sum(queue_length)" | first | value }} orders wait') },
      },
      right: { files: { 'rules.yml': templateFile('{{ $value | humanize }} orders wait') } },
    },
  ],
  *run(workspace) {
    for (const { text, analysis } of ruleTemplates(workspace)) {
      for (const { name, ...range } of analysis.functions) {
        if (name !== 'query') continue;
        const fix = 'let the expression of the alert give the value, or link to a dashboard';
        yield { place: text.placeOf(range), message: 'the template asks a query of its own', fix };
      }
    }
  },
};
