import type { CheckRule } from '../../check-rule.ts';
import { promqlSyntax } from './syntax.ts';
import { promqlType } from './type.ts';
import { promqlUnknownLabelValue } from './unknown-label-value.ts';
import { promqlUnknownLabel } from './unknown-label.ts';
import { promqlUnknownMetric } from './unknown-metric.ts';

/** Rules of PromQL expressions. */
export const PROMQL_RULES: readonly CheckRule[] = [
  promqlSyntax,
  promqlType,
  promqlUnknownMetric,
  promqlUnknownLabel,
  promqlUnknownLabelValue,
];
