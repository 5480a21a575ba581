import type { CheckRule } from '../../check-rule.ts';

/** Rules of objectives. */
export const SLO_RULES: readonly CheckRule[] = [];
