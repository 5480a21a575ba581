import type { CheckRule } from '../../check-rule.ts';
import { alertsOf, fullAlert } from './alert-texts.ts';

/** Alerts that belong to nobody. */
export const alertOwner: CheckRule = {
  id: 'alert/owner',
  severity: 'info',
  preset: 'strict',
  why: 'An alert of nobody is silenced by everybody.',
  doc: "An alert without a label or annotation 'team', 'owner' or 'squad'.",
  examples: [
    {
      wrong: { files: { 'rules.yml': fullAlert(/team/) } },
      right: { files: { 'rules.yml': fullAlert() } },
    },
  ],
  *run({ rules }) {
    for (const { labels, annotations, placeOf } of alertsOf(rules)) {
      if ([...labels, ...annotations].some(({ name }) => /^(?:team|owner|squad|owned_by)$/.test(name)))
        continue;
      yield { place: placeOf('name'), message: 'the alert has no owner', fix: "add the label 'team'" };
    }
  },
};
