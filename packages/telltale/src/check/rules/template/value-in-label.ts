import type { CheckRule } from '../../check-rule.ts';
import { templateFile } from './example-template.ts';
import { ruleTemplates } from './rule-templates.ts';

/** Values in labels. */
export const alertValueInLabel: CheckRule = {
  id: 'alert/value-in-label',
  severity: 'error',
  why: 'Labels make the identity of an alert: with each new value it is another alert, so that `for` starts again and every change is told.',
  doc: 'A label of an alert prints the value. Conditions on the value, such as a severity by threshold, are left alone.',
  examples: [
    {
      wrong: { files: { 'rules.yml': templateFile('Orders wait', { severity: 'level-{{ $value }}' }) } },
      right: {
        files: {
          'rules.yml': templateFile('Orders wait', {
            severity: '{{ if gt $value 100.0 }}page{{ else }}ticket{{ end }}',
          }),
        },
      },
    },
  ],
  *run(workspace) {
    for (const { part, text, analysis } of ruleTemplates(workspace)) {
      if (part !== 'label') continue;
      for (const { start, end } of analysis.values) {
        const message = `the label '${text.name}' has the value in it`;
        yield { place: text.placeOf({ start, end }), message, fix: 'write the value into an annotation' };
      }
    }
  },
};
