import type { CheckRule } from '../../check-rule.ts';
import { rateNotCounter } from './not-counter.ts';

/** Rules of rates over counters. */
export const RATE_RULES: readonly CheckRule[] = [rateNotCounter];
