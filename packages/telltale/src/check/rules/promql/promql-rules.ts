import type { CheckRule } from '../../check-rule.ts';
import { promqlAggregate } from './aggregate.ts';
import { promqlBool } from './bool.ts';
import { promqlCaptureGroup } from './capture-group.ts';
import { promqlContradiction } from './contradiction.ts';
import { promqlDenominatorScope } from './denominator-scope.ts';
import { promqlDeprecated } from './deprecated.ts';
import { promqlEmptyNumerator } from './empty-numerator.ts';
import { promqlEqualsPattern } from './equals-pattern.ts';
import { promqlFeatures } from './features.ts';
import { promqlFloatEquality } from './float-equality.ts';
import { promqlFragile } from './fragile.ts';
import { promqlFuture } from './future.ts';
import { promqlGlob } from './glob.ts';
import { promqlHistogramBaseName } from './histogram-base-name.ts';
import { promqlImpossible } from './impossible.ts';
import { promqlLeLiteral } from './le-literal.ts';
import { promqlMisspelledLabel } from './misspelled-label.ts';
import { promqlNan } from './nan.ts';
import { promqlNativeVsClassic } from './native-vs-classic.ts';
import { promqlPrecedence } from './precedence.ts';
import { promqlRangeRetention } from './range-retention.ts';
import { promqlRegexp } from './regexp.ts';
import { promqlSelector } from './selector.ts';
import { promqlSyntax } from './syntax.ts';
import { promqlType } from './type.ts';
import { promqlUnguardedRatio } from './unguarded-ratio.ts';
import { promqlUnitMismatch } from './unit-mismatch.ts';
import { promqlUnknownLabelValue } from './unknown-label-value.ts';
import { promqlUnknownLabel } from './unknown-label.ts';
import { promqlUnknownMetric } from './unknown-metric.ts';
import { promqlVectorMatch } from './vector-match.ts';

/** Rules of PromQL expressions. */
export const PROMQL_RULES: readonly CheckRule[] = [
  promqlSyntax,
  promqlType,
  promqlDeprecated,
  promqlFeatures,
  promqlUnknownMetric,
  promqlUnknownLabel,
  promqlUnknownLabelValue,
  promqlMisspelledLabel,
  promqlHistogramBaseName,
  promqlNativeVsClassic,
  promqlLeLiteral,
  promqlEqualsPattern,
  promqlGlob,
  promqlContradiction,
  promqlCaptureGroup,
  promqlFuture,
  promqlImpossible,
  promqlVectorMatch,
  promqlUnitMismatch,
  promqlFloatEquality,
  promqlBool,
  promqlPrecedence,
  promqlNan,
  promqlUnguardedRatio,
  promqlEmptyNumerator,
  promqlDenominatorScope,
  promqlAggregate,
  promqlFragile,
  promqlRegexp,
  promqlSelector,
  promqlRangeRetention,
];
