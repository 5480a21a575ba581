import type { CheckRule } from '../../check-rule.ts';
import { metaDisableWithoutReason } from './disable-without-reason.ts';
import { metaExpiredDisable } from './expired-disable.ts';
import { metaSelfMonitoring } from './self-monitoring.ts';
import { metaUnusedDisable } from './unused-disable.ts';

/** Rules of the monitoring itself, and the check. */
export const META_RULES: readonly CheckRule[] = [
  metaDisableWithoutReason,
  metaExpiredDisable,
  metaUnusedDisable,
  metaSelfMonitoring,
];
