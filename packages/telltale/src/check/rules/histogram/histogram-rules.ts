import type { CheckRule } from '../../check-rule.ts';

/** Rules of buckets. */
export const HISTOGRAM_RULES: readonly CheckRule[] = [];
