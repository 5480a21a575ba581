import type { RuleGroupStatus } from '@telltale/alerting';

/** Names of a list that are told of. */
const SHOWN = 5;

/**
 * What to say of alerts that a definition has and the server does not evaluate: nobody does then. `undefined` where
 * there are none.
 */
export function missingAlerts(
  alertNames: readonly string[],
  groups: readonly RuleGroupStatus[],
  host: string,
): string | undefined {
  const evaluated = new Set(groups.flatMap(({ rules }) => rules.map(({ rule }) => rule.name)));
  const missing = alertNames.filter((name) => !evaluated.has(name));
  if (missing.length === 0) return undefined;
  const more = missing.length > SHOWN ? ` and ${missing.length - SHOWN} more` : '';
  return (
    `${host} does not evaluate ${missing.slice(0, SHOWN).join(', ')}${more}, so nobody does: ` +
    'load the rules there that `telltale gen prometheus` writes.'
  );
}
