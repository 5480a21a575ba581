import type { CheckRule } from '../../check-rule.ts';
import { disablesOf } from '../../disable/workspace-disables.ts';
import { silencedFile } from './disable-comment-examples.ts';

/** Comments that silence a rule and do not say why. */
export const metaDisableWithoutReason: CheckRule = {
  id: 'meta/disable-without-reason',
  severity: 'warning',
  why: 'Nobody will know later whether what the comment hides is still all right.',
  doc: 'A comment that silences rules has no reason behind `--`, or names no rule.',
  examples: [
    {
      wrong: silencedFile('telltale-disable-next-line promql/type'),
      right: silencedFile('telltale-disable-next-line promql/type -- our fork reads it'),
    },
  ],
  *run(workspace) {
    for (const { rules, reason, place } of disablesOf(workspace)) {
      if (rules.length === 0) {
        const fix = 'name them: telltale-disable-next-line rate/short-range -- why';
        yield { place, message: 'the comment silences no rule: it names none', fix };
      } else if (reason === '') {
        yield { place, message: 'the comment does not say why', fix: 'write why behind the rules: -- why' };
      }
    }
  },
};
