import type { CheckRule } from '../../check-rule.ts';
import { metricBaseUnit } from './base-unit.ts';
import { metricCamelCase } from './camel-case.ts';
import { metricCardinalityBudget } from './cardinality-budget.ts';
import { metricCounterTotal } from './counter-total.ts';
import { metricDuplicateConcept } from './duplicate-concept.ts';
import { metricGaugeBuckets } from './gauge-buckets.ts';
import { metricGenericName } from './generic-name.ts';
import { metricHelp } from './help.ts';
import { metricIgnorePattern } from './ignore-pattern.ts';
import { metricKindConflict } from './kind-conflict.ts';
import { metricName } from './name.ts';
import { metricNeverUsed } from './never-used.ts';
import { metricNoDenominator } from './no-denominator.ts';
import { metricNoLabelSchema } from './no-label-schema.ts';
import { metricNotAggregated } from './not-aggregated.ts';
import { metricPrefix } from './prefix.ts';
import { metricProbeCounted } from './probe-counted.ts';
import { metricPromise } from './promise.ts';
import { metricReservedLabel } from './reserved-label.ts';
import { metricReservedSuffix } from './reserved-suffix.ts';
import { metricServicePrefix } from './service-prefix.ts';
import { metricSplitOutcome } from './split-outcome.ts';
import { metricTypeInName } from './type-in-name.ts';

/** Rules of declared metrics. */
export const METRIC_RULES: readonly CheckRule[] = [
  metricBaseUnit,
  metricCamelCase,
  metricCardinalityBudget,
  metricCounterTotal,
  metricDuplicateConcept,
  metricGaugeBuckets,
  metricGenericName,
  metricHelp,
  metricIgnorePattern,
  metricKindConflict,
  metricName,
  metricNeverUsed,
  metricNoDenominator,
  metricNoLabelSchema,
  metricNotAggregated,
  metricPrefix,
  metricProbeCounted,
  metricPromise,
  metricReservedLabel,
  metricReservedSuffix,
  metricServicePrefix,
  metricSplitOutcome,
  metricTypeInName,
];
