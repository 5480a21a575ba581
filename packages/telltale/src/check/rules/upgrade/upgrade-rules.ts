import type { CheckRule } from '../../check-rule.ts';
import { upgradeChanged } from './changed.ts';
import { upgradeIgnored } from './ignored.ts';
import { upgradeRefused } from './refused.ts';

/** What the versions of `--target-versions` make a difference to. */
export const UPGRADE_RULES: readonly CheckRule[] = [upgradeRefused, upgradeIgnored, upgradeChanged];
