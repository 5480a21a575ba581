import type { CheckRule } from '../../check-rule.ts';

/** Rules of declared labels. */
export const LABEL_RULES: readonly CheckRule[] = [];
