import type { CheckRule } from '../../check-rule.ts';

/** Rules of metrics pages. */
export const EXPOSITION_RULES: readonly CheckRule[] = [];
