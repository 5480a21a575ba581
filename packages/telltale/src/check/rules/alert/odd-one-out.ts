import type { CheckRule } from '../../check-rule.ts';
import type { CheckedRule } from '../../workspace/checked-rule.ts';
import { alertsOf, fullAlert } from './alert-texts.ts';

/** So many other alerts of a file must agree before one of them is odd. */
const LEAST_OTHERS = 3;
const FIELDS: readonly (readonly ['labels' | 'annotations', string])[] = [
  ['labels', 'severity'],
  ['annotations', 'summary'],
  ['annotations', 'description'],
];

/** Four alerts, the last with another severity or none. */
function alerts(severityOfLast: string): string {
  const one = (name: string): string =>
    fullAlert(undefined, `${name.toLowerCase()}_length > 5`)
      .split('\n')
      .slice(3)
      .join('\n')
      .replace('QueueLong', name);
  const last = one('D').replace('          severity: warning\n', severityOfLast);
  return `groups:\n  - name: shop\n    rules:\n${one('A')}${one('B')}${one('C')}${last}`;
}

/** The one alert of a file without what all others have. */
export const alertOddOneOut: CheckRule = {
  id: 'alert/odd-one-out',
  severity: 'warning',
  why: 'Routes and templates that work for all other alerts find nothing in this one.',
  doc: `An alert without severity, summary or description, where every other alert of the same file has it,
and there are at least three others.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alerts('') } },
      right: { files: { 'rules.yml': alerts('          severity: info\n') } },
    },
  ],
  *run({ rules }) {
    const byFile = Map.groupBy(
      alertsOf(rules).filter(({ origin }) => origin === 'rule-file'),
      ({ group }) => group.file,
    );
    for (const inFile of byFile.values()) {
      if (inFile.length <= LEAST_OTHERS) continue;
      for (const [part, field] of FIELDS) {
        const [odd, ...more] = inFile.filter((rule) => !has(rule, part, field));
        if (!odd || more.length > 0) continue;
        const message = `all other alerts of the file have '${field}', this one has not`;
        yield { place: odd.placeOf('name'), message, fix: `add ${field} to its ${part}` };
      }
    }
  },
};

function has(rule: CheckedRule, part: 'labels' | 'annotations', field: string): boolean {
  return rule[part].some(({ name, text }) => name === field && text.trim() !== '');
}
