import type { CheckRule } from '../check-rule.ts';
import { amUnknownReceiver } from './am-unknown-receiver.ts';
import { amUnusedReceiver } from './am-unused-receiver.ts';
import { counterRaw } from './counter-raw.ts';
import { promSchema, ruleParse } from './format-faults.ts';
import { promqlSyntax } from './promql-syntax.ts';
import { promqlType } from './promql-type.ts';
import { promqlUnknownLabelValue } from './promql-unknown-label-value.ts';
import { promqlUnknownLabel } from './promql-unknown-label.ts';
import { promqlUnknownMetric } from './promql-unknown-metric.ts';
import { rateNotCounter } from './rate-not-counter.ts';

/** Every rule of `telltale check`, in the order in which they run. */
export const ALL_RULES: readonly CheckRule[] = [
  ruleParse,
  promSchema,
  promqlSyntax,
  promqlType,
  promqlUnknownMetric,
  promqlUnknownLabel,
  promqlUnknownLabelValue,
  rateNotCounter,
  counterRaw,
  amUnknownReceiver,
  amUnusedReceiver,
];
