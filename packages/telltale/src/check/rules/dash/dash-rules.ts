import type { CheckRule } from '../../check-rule.ts';

/** Rules of dashboards and panels. */
export const DASH_RULES: readonly CheckRule[] = [];
