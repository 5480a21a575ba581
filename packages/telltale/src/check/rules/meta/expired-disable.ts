import type { CheckRule } from '../../check-rule.ts';
import { disablesOf, isInForce } from '../../disable/workspace-disables.ts';
import { silencedFile } from './disable-comment-examples.ts';

/** Comments whose last day has passed. */
export const metaExpiredDisable: CheckRule = {
  id: 'meta/expired-disable',
  severity: 'warning',
  why: 'The time that somebody gave himself to mend this is over.',
  doc: 'A comment that silences rules counts until its day, and not any more: what it hid is shown again.',
  examples: [
    {
      wrong: silencedFile('telltale-disable-next-line promql/type -- later (until 2001-02-03)', 'up == 0'),
      right: silencedFile('telltale-disable-next-line promql/type -- later (until 9999-12-31)'),
    },
  ],
  *run(workspace, { today }) {
    for (const comment of disablesOf(workspace)) {
      if (isInForce(comment, today)) continue;
      const message = `the comment ended on ${comment.until}`;
      yield { place: comment.place, message, fix: 'mend what it hides, or give it another day and a reason' };
    }
  },
};
