import type { CheckRule } from '../../check-rule.ts';
import { sloObjective } from './objective.ts';
import { sloThresholdBucket } from './threshold-bucket.ts';
import { sloWindow } from './window.ts';
import { sloWindowsReachable } from './windows-reachable.ts';

/** Rules of service level objectives. */
export const SLO_RULES: readonly CheckRule[] = [
  sloObjective,
  sloWindow,
  sloWindowsReachable,
  sloThresholdBucket,
];
