import type { CheckRule } from '../../check-rule.ts';

/** Rules of the monitoring itself, and the check. */
export const META_RULES: readonly CheckRule[] = [];
