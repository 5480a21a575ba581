import type { CheckRule } from '../../check-rule.ts';
import { templateFile } from './example-template.ts';
import { ruleTemplates } from './rule-templates.ts';

const RATE = { expr: 'sum by (job) (rate(orders_failed_total[5m])) > 0.1' };

/** Values as they come. */
export const alertUnhumanized: CheckRule = {
  id: 'alert/unhumanized',
  severity: 'info',
  preset: 'strict',
  why: 'At night nobody wants to read 0.13333333333333333.',
  doc: 'A template prints a measured value (a rate, a quotient, a quantile) without a format.',
  examples: [
    {
      wrong: { files: { 'rules.yml': templateFile('{{ $value }} orders fail each second', RATE) } },
      right: {
        files: { 'rules.yml': templateFile('{{ $value | humanize }} orders fail each second', RATE) },
      },
    },
  ],
  *run(workspace) {
    for (const { rule, text, analysis } of ruleTemplates(workspace)) {
      const isMeasured = rule.query.expr && workspace.inference.of(rule.query.expr).isMeasured;
      if (!isMeasured) continue;
      for (const { functions, start, end } of analysis.values) {
        if (functions.length > 0) continue;
        const message = 'the value is printed with all its digits';
        yield { place: text.placeOf({ start, end }), message, fix: 'write {{ $value | humanize }}' };
      }
    }
  },
};
