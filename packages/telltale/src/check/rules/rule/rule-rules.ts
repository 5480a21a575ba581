import type { CheckRule } from '../../check-rule.ts';
import { ruleParse } from './parse.ts';

/** Rules of rule files and groups. */
export const RULE_RULES: readonly CheckRule[] = [ruleParse];
