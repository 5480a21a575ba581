import type { CheckRule } from '../../check-rule.ts';
import { composeBindSource } from './bind-source.ts';
import { composeHealthcheck } from './healthcheck.ts';
import { composeLimits } from './limits.ts';
import { composePortClash } from './port-clash.ts';
import { composeRestart } from './restart.ts';
import { composeUndeclaredVolume } from './undeclared-volume.ts';
import { composeVersionKey } from './version-key.ts';
import { composeVolume } from './volume.ts';

/** Rules of Compose files. */
export const COMPOSE_RULES: readonly CheckRule[] = [
  composeVersionKey,
  composeUndeclaredVolume,
  composeBindSource,
  composePortClash,
  composeVolume,
  composeHealthcheck,
  composeLimits,
  composeRestart,
];
