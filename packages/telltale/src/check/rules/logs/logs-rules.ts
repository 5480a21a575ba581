import type { CheckRule } from '../../check-rule.ts';

/** Rules of logs and their pipelines. */
export const LOGS_RULES: readonly CheckRule[] = [];
