import type { CheckRule } from '../../check-rule.ts';
import { rateExcludesErrors } from './excludes-errors.ts';
import { rateIrateInAlert } from './irate-in-alert.ts';
import { rateNotCounter } from './not-counter.ts';
import { rateOfSum } from './of-sum.ts';
import { rateShortRange } from './short-range.ts';

/** Rules of rates. */
export const RATE_RULES: readonly CheckRule[] = [
  rateNotCounter,
  rateOfSum,
  rateShortRange,
  rateIrateInAlert,
  rateExcludesErrors,
];
