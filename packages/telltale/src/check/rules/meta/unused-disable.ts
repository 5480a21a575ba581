import { closestName } from '@telltale/model';
import type { CheckRule, RuleContext } from '../../check-rule.ts';
import type { DisableComment } from '../../disable/disable-comment.ts';
import { disablesOf, isInForce, namesRule, silences } from '../../disable/workspace-disables.ts';
import type { RuleFinding } from '../../finding.ts';
import { silencedFile } from './disable-comment-examples.ts';

/** Comments that silence nothing. */
export const metaUnusedDisable: CheckRule = {
  id: 'meta/unused-disable',
  severity: 'warning',
  why: 'It hides the next fault of this kind, which nobody has looked at yet.',
  doc: `A comment names a rule that does not exist, or that finds nothing in the lines the comment stands
for. Not reported: rules that did not run, because the preset has them not.`,
  isLast: true,
  examples: [
    {
      wrong: silencedFile('telltale-disable-next-line promql/type -- our fork reads it', 'up == 0'),
      right: silencedFile('telltale-disable-next-line promql/type -- our fork reads it'),
    },
    {
      wrong: silencedFile('telltale-disable-next-line promql/typ -- our fork reads it', 'up == 0'),
      right: silencedFile('telltale-disable-next-line promql/* -- our fork reads it'),
    },
  ],
  *run(workspace, context) {
    const byFile = Map.groupBy(context.findings, ({ place }) => place.position.file);
    for (const comment of disablesOf(workspace)) {
      const findings = byFile.get(comment.place.position.file) ?? [];
      if (isInForce(comment, context.today)) yield* unusedNames(comment, { ...context, findings });
    }
  },
};

function* unusedNames(
  comment: DisableComment,
  { findings, ruleIds, ranIds }: RuleContext,
): Iterable<RuleFinding> {
  for (const name of comment.rules) {
    const named = ruleIds.filter((id) => namesRule(name, id));
    if (named.length === 0) {
      const closest = closestName(name, ruleIds);
      const fix = closest === undefined ? 'see telltale check --rules' : `did you mean ${closest}?`;
      yield { place: comment.place, message: `no rule is named '${name}'`, fix };
    } else if (named.every((id) => ranIds.has(id))) {
      const only: DisableComment = { ...comment, rules: [name] };
      if (findings.some((finding) => silences(only, finding))) continue;
      yield { place: comment.place, message: `${name} finds nothing here`, fix: 'remove the comment' };
    }
  }
}
