import type { CheckRule } from '../../check-rule.ts';

/** Rules of health endpoints and probes. */
export const HEALTH_RULES: readonly CheckRule[] = [];
