import type { CheckRule } from '../../check-rule.ts';
import { alertAbsent } from './absent.ts';
import { alertAbsoluteGauge } from './absolute-gauge.ts';
import { alertAbsoluteRate } from './absolute-rate.ts';
import { alertAlwaysOrNever } from './always-or-never.ts';
import { alertAnnotations } from './annotations.ts';
import { alertDoubleThreshold } from './double-threshold.ts';
import { alertDoubleWindow } from './double-window.ts';
import { alertForReset } from './for-reset.ts';
import { alertForShort } from './for-short.ts';
import { alertIncomplete } from './incomplete.ts';
import { alertLabelsConflict } from './labels-conflict.ts';
import { alertMisspelledField } from './misspelled-field.ts';
import { alertNameVsExpr } from './name-vs-expr.ts';
import { alertNoComparison } from './no-comparison.ts';
import { alertNoFor } from './no-for.ts';
import { alertOddOneOut } from './odd-one-out.ts';
import { alertOwner } from './owner.ts';
import { alertRunbook } from './runbook.ts';
import { alertSeverity } from './severity.ts';
import { alertStalePushed } from './stale-pushed.ts';
import { alertSymptomCoverage } from './symptom-coverage.ts';
import { alertUnaggregated } from './unaggregated.ts';
import { alertUnknownJob } from './unknown-job.ts';
import { alertUpAbsent } from './up-absent.ts';
import { alertVanishing } from './vanishing.ts';
import { alertZeroInit } from './zero-init.ts';

/** Rules of alerting rules. */
export const ALERT_RULES: readonly CheckRule[] = [
  alertNoComparison,
  alertAlwaysOrNever,
  alertUnknownJob,
  alertForShort,
  alertLabelsConflict,
  alertMisspelledField,
  alertOddOneOut,
  alertDoubleThreshold,
  alertNoFor,
  alertForReset,
  alertDoubleWindow,
  alertAbsent,
  alertUpAbsent,
  alertVanishing,
  alertZeroInit,
  alertStalePushed,
  alertUnaggregated,
  alertAbsoluteRate,
  alertAbsoluteGauge,
  alertNameVsExpr,
  alertIncomplete,
  alertAnnotations,
  alertSeverity,
  alertRunbook,
  alertOwner,
  alertSymptomCoverage,
];
