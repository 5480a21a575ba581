import type { CheckRule } from '../../check-rule.ts';

/** Rules of guides. */
export const DOC_RULES: readonly CheckRule[] = [];
