import type { CheckedRule, CheckedRuleText } from '../../workspace/checked-rule.ts';

/** The alerting rules among rules. */
export function alertsOf(rules: readonly CheckedRule[]): readonly CheckedRule[] {
  return rules.filter(({ kind }) => kind === 'alerting');
}

/** The annotation of one of the names that says something. */
export function annotationOf({ annotations }: CheckedRule, names: RegExp): CheckedRuleText | undefined {
  return annotations.find(({ name, text }) => names.test(name) && text.trim() !== '');
}

/** An alert that has all that one needs, for the examples of rules; `without` leaves lines out. */
export function fullAlert(without?: RegExp, expr = 'queue_length > 5'): string {
  const lines = [
    'groups:',
    '  - name: shop',
    '    rules:',
    '      - alert: QueueLong',
    `        expr: ${expr}`,
    '        for: 5m',
    '        labels:',
    '          severity: warning',
    '          team: shop',
    '        annotations:',
    '          summary: Orders wait',
    '          description: More than 5 orders wait on {{ $labels.instance }}',
    '          runbook_url: https://example.com/runbooks/queue-long',
  ];
  return `${lines.filter((line) => without?.test(line) !== true).join('\n')}\n`;
}
