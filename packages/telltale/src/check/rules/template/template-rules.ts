import type { CheckRule } from '../../check-rule.ts';

/** Rules of notification templates. */
export const TEMPLATE_RULES: readonly CheckRule[] = [];
