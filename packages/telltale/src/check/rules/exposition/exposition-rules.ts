import type { CheckRule } from '../../check-rule.ts';
import { expositionCreated } from './created.ts';
import { expositionHelp } from './help.ts';
import { expositionTimestamps } from './timestamps.ts';
import { expositionTooBig } from './too-big.ts';

/** Rules of metrics pages. */
export const EXPOSITION_RULES: readonly CheckRule[] = [
  expositionTooBig,
  expositionTimestamps,
  expositionHelp,
  expositionCreated,
];
