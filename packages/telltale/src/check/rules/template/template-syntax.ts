import type { CheckRule } from '../../check-rule.ts';
import { templateFile } from './example-template.ts';
import { ruleTemplates } from './rule-templates.ts';

/** Templates that cannot be rendered. */
export const alertTemplateSyntax: CheckRule = {
  id: 'alert/template-syntax',
  severity: 'error',
  why: 'The notification has an error message in place of this text; with some faults the rules do not load.',
  doc: `A label or annotation whose Go template cannot be parsed, calls a function that Prometheus does not
have, reads a variable that nobody set or a field that an alert has not, or gives arguments to a value.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': templateFile('{{ $value | humanise }} orders wait') } },
      right: { files: { 'rules.yml': templateFile('{{ $value | humanize }} orders wait') } },
    },
    {
      wrong: { files: { 'rules.yml': templateFile('{{ $labels.queue | has orders') } },
      right: { files: { 'rules.yml': templateFile('{{ $labels.queue }} has orders') } },
    },
  ],
  *run(workspace) {
    for (const { text, analysis } of ruleTemplates(workspace)) {
      for (const { message, meant, start, end } of analysis.faults) {
        const fix = meant === '|' ? 'put a | in front of the function' : `did you mean ${meant}?`;
        yield { place: text.placeOf({ start, end }), message, fix: meant === undefined ? '' : fix };
      }
    }
  },
};
