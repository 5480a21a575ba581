import type { CheckRule } from '../../check-rule.ts';

/** Rules of settings that should be written out. */
export const CONFIG_RULES: readonly CheckRule[] = [];
