import type { CheckRule } from '../../check-rule.ts';
import { quantileAvgOf } from './avg-of.ts';
import { quantileNoLe } from './no-le.ts';
import { quantileNotAggregated } from './not-aggregated.ts';
import { quantileOutOfRange } from './out-of-range.ts';

/** Rules of quantiles. */
export const QUANTILE_RULES: readonly CheckRule[] = [
  quantileNoLe,
  quantileOutOfRange,
  quantileAvgOf,
  quantileNotAggregated,
];
