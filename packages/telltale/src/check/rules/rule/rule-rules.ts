import type { CheckRule } from '../../check-rule.ts';
import { ruleDependencyOrder } from './dependency-order.ts';
import { ruleDuplicate } from './duplicate.ts';
import { ruleGroupInterval } from './group-interval.ts';
import { ruleGroupSize } from './group-size.ts';
import { ruleInvalidName } from './invalid-name.ts';
import { ruleName } from './name.ts';
import { ruleParse } from './parse.ts';
import { ruleStaleCopy } from './stale-copy.ts';

/** Rules of rule files and groups. */
export const RULE_RULES: readonly CheckRule[] = [
  ruleParse,
  ruleDuplicate,
  ruleInvalidName,
  ruleGroupInterval,
  ruleStaleCopy,
  ruleDependencyOrder,
  ruleGroupSize,
  ruleName,
];
