import type { CheckRule } from '../../check-rule.ts';

/** Rules of secrets, passwords and open ports. */
export const SEC_RULES: readonly CheckRule[] = [];
