import type { CheckRule } from '../../check-rule.ts';
import { alertsOf, fullAlert } from './alert-texts.ts';

/** Alerts without a severity. */
export const alertSeverity: CheckRule = {
  id: 'alert/severity',
  severity: 'warning',
  preset: 'strict',
  why: 'Routes tell pages from mail by the severity: without one, the alert takes the route for everything else.',
  doc: "An alert without the label 'severity' (or 'priority', 'level').",
  examples: [
    {
      wrong: { files: { 'rules.yml': fullAlert(/severity/) } },
      right: { files: { 'rules.yml': fullAlert() } },
    },
  ],
  *run({ rules }) {
    for (const { labels, placeOf } of alertsOf(rules)) {
      if (labels.some(({ name, text }) => /^(?:severity|priority|level)$/.test(name) && text !== ''))
        continue;
      const message = "the alert has no label 'severity'";
      yield { place: placeOf('name'), message, fix: 'add severity: critical, warning or info' };
    }
  },
};
