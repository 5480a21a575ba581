import type { Rule } from '@telltale/model';

/** What alerts have that are only watched, and told to nobody. */
export const SHADOW_LABELS = { shadow: 'true' } as const;

/** Whether a rule is an alert that is only watched. */
export function isShadow({ kind, labels }: Pick<Rule, 'kind' | 'labels'>): boolean {
  return kind === 'alerting' && labels['shadow'] === SHADOW_LABELS.shadow;
}
