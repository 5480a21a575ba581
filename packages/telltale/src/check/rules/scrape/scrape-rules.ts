import type { CheckRule } from '../../check-rule.ts';

/** Rules of scrape jobs and targets. */
export const SCRAPE_RULES: readonly CheckRule[] = [];
