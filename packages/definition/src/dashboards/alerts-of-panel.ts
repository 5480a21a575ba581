import type { AlertingRule } from '@telltale/model';
import type { ResolvedDefinition, ResolvedPanel } from '../resolved.ts';

/** The alerts that fire at a threshold of a panel: those on what it shows. */
export function alertsOfPanel(
  { thresholds = [] }: Pick<ResolvedPanel, 'thresholds'>,
  { rules }: Pick<ResolvedDefinition, 'rules'>,
): readonly AlertingRule[] {
  const names = new Set(thresholds.map(({ alert }) => alert));
  return rules.filter((rule) => rule.kind === 'alerting' && names.has(rule.name)) as readonly AlertingRule[];
}
