import type { CheckRule } from '../../check-rule.ts';

/** Rules of alerting rules. */
export const ALERT_RULES: readonly CheckRule[] = [];
