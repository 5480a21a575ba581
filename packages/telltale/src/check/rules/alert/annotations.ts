import type { CheckRule } from '../../check-rule.ts';
import { alertsOf, annotationOf, fullAlert } from './alert-texts.ts';

const LONGEST_SUMMARY = 120;

/** Alerts that say nothing to whoever is woken by them. */
export const alertAnnotations: CheckRule = {
  id: 'alert/annotations',
  severity: 'warning',
  preset: 'strict',
  why: 'Whoever is woken sees the name of the alert and nothing else.',
  doc: `An alert without summary, message or description, and a summary of more than 120 characters (of
which phones and chats show the start).`,
  examples: [
    {
      wrong: { files: { 'rules.yml': fullAlert(/summary|description/) } },
      right: { files: { 'rules.yml': fullAlert() } },
    },
  ],
  *run({ rules }) {
    for (const rule of alertsOf(rules)) {
      const summary = annotationOf(rule, /^(?:summary|title)$/);
      if (!annotationOf(rule, /^(?:summary|title|message|description)$/)) {
        const message = 'the alert has no summary and no description';
        yield {
          place: rule.placeOf('name'),
          message,
          fix: "add the annotations 'summary' and 'description'",
        };
      } else if (summary && summary.text.length > LONGEST_SUMMARY) {
        const message = `the summary has ${summary.text.length} characters`;
        yield { place: summary.placeOf(), message, fix: "shorten it; details go into 'description'" };
      }
    }
  },
};
