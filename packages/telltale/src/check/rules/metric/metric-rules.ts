import type { CheckRule } from '../../check-rule.ts';

/** Rules of declared metrics. */
export const METRIC_RULES: readonly CheckRule[] = [];
