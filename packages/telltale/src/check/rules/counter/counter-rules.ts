import type { CheckRule } from '../../check-rule.ts';
import { counterRaw } from './raw.ts';

/** Rules of the use of counters. */
export const COUNTER_RULES: readonly CheckRule[] = [counterRaw];
