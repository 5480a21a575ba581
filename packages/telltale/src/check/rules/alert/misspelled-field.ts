import { isMisspelled } from '../../catalogue/label-vocabulary.ts';
import type { CheckRule } from '../../check-rule.ts';
import type { RuleFinding } from '../../finding.ts';
import type { CheckedRule, CheckedRuleText } from '../../workspace/checked-rule.ts';
import { alertsOf, fullAlert } from './alert-texts.ts';

/** Labels and annotations that routes, templates and dashboards ask for by name. */
const LABELS: readonly string[] = ['severity', 'priority', 'component'];
const ANNOTATIONS: readonly string[] = [
  'summary',
  'description',
  'runbook_url',
  'runbook',
  'message',
  'dashboard_url',
];
/** Values of a severity that routes commonly ask for. */
const SEVERITIES: readonly string[] = words(
  'critical warning info none error page ticket high medium major minor emergency notice debug',
);
/** What belongs beside labels and annotations, not into them. */
const FIELDS: ReadonlySet<string> = new Set(words('for expr keep_firing_for annotations labels'));

function words(list: string): readonly string[] {
  return list.split(' ');
}

/** Slips of the pen in labels and annotations. */
export const alertMisspelledField: CheckRule = {
  id: 'alert/misspelled-field',
  severity: 'warning',
  why: 'Prometheus takes any name and any text; the route or template that asks for the right one finds nothing.',
  doc: `A label of an alert that is one letter away from severity, priority or component, an annotation that is
one letter away from summary, description, runbook_url and the like, a severity one letter away from a usual
one, and fields of the rule (for, expr …) that stand among its labels or annotations.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': fullAlert().replace('severity: warning', 'severity: waring') } },
      right: { files: { 'rules.yml': fullAlert() } },
    },
    {
      wrong: { files: { 'rules.yml': fullAlert().replace('summary:', 'sumary:') } },
      right: { files: { 'rules.yml': fullAlert() } },
    },
    {
      wrong: { files: { 'rules.yml': fullAlert().replace('          team: shop', '          for: 5m') } },
      right: { files: { 'rules.yml': fullAlert() } },
    },
  ],
  *run({ rules }) {
    for (const rule of alertsOf(rules)) {
      yield* misspelledNames(rule.labels, LABELS);
      yield* misspelledNames(rule.annotations, ANNOTATIONS);
      yield* misspelledSeverity(rule);
      for (const { name, placeOf } of [...rule.labels, ...rule.annotations]) {
        if (!FIELDS.has(name)) continue;
        const message = `'${name}' stands among the labels or annotations, where it does nothing`;
        yield { place: placeOf(), message, fix: 'move it out, to the level of expr' };
      }
    }
  },
};

function* misspelledNames(
  texts: readonly CheckedRuleText[],
  meant: readonly string[],
): Iterable<RuleFinding> {
  for (const { name, placeOf } of texts) {
    const right = meant.find((one) => isMisspelled(name, one));
    if (right === undefined || meant.includes(name)) continue;
    const message = `'${name}' looks like a slip of the pen`;
    yield { place: placeOf(), message, fix: `did you mean ${right}?` };
  }
}

function* misspelledSeverity({ labels }: CheckedRule): Iterable<RuleFinding> {
  for (const { name, text, placeOf } of labels) {
    if (name !== 'severity' || SEVERITIES.includes(text) || text.length < 4) continue;
    const right = SEVERITIES.find((one) => one.length > 3 && isMisspelled(text.toLowerCase(), one));
    if (right === undefined) continue;
    const message = `the severity '${text}' looks like a slip of the pen`;
    yield { place: placeOf(), message, fix: `did you mean ${right}?` };
  }
}
