import type { CheckRule } from '../../check-rule.ts';

/** Rules of quantiles. */
export const QUANTILE_RULES: readonly CheckRule[] = [];
