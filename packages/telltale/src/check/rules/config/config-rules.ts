import type { CheckRule } from '../../check-rule.ts';
import { configUnitless } from './unitless.ts';

/** Rules of configuration as such. */
export const CONFIG_RULES: readonly CheckRule[] = [configUnitless];
