import type { ResolvedDefinition } from '@telltale/definition';
import { TelltaleError } from '@telltale/model';
import type { AlertingRule, RecordingRule } from '@telltale/model';

/** Stands in front of the summary of an alert that is only a drill. */
export const DRILL_MARK = '[DRILL]';

/** The alerting rules of a definition. */
export function alertingRules({ rules }: ResolvedDefinition): readonly AlertingRule[] {
  return rules.filter((rule) => rule.kind === 'alerting');
}

/** The recording rules of a definition. */
export function recordingRules({ rules }: ResolvedDefinition): readonly RecordingRule[] {
  return rules.filter((rule) => rule.kind === 'recording');
}

/** Finds an alert by name. Throws `TT_UNKNOWN_ALERT`, naming those that exist. */
export function findAlert(resolved: ResolvedDefinition, name: string): AlertingRule {
  const alerts = alertingRules(resolved);
  const found = alerts.find((rule) => rule.name === name);
  if (found) return found;
  const names = alerts.map((rule) => rule.name).join(', ') || 'none';
  throw new TelltaleError('TT_UNKNOWN_ALERT', `There is no alert named ${JSON.stringify(name)}.`, {
    fix: `Alerts of the definition: ${names}.`,
  });
}

/** The rule with a label and a mark that nobody can take for a real alert. */
export function markAsDrill(rule: AlertingRule): AlertingRule {
  return {
    ...rule,
    labels: { ...rule.labels, drill: 'true' },
    annotations: {
      ...rule.annotations,
      summary: `${DRILL_MARK} ${rule.annotations['summary'] ?? rule.name}`,
    },
  };
}
