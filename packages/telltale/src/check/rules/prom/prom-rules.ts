import type { CheckRule } from '../../check-rule.ts';
import { promImplicitDefault } from './implicit-default.ts';
import { promNoAlertmanager } from './no-alertmanager.ts';
import { promNoRules } from './no-rules.ts';
import { promRemovedFlag } from './removed-flag.ts';
import { promRetention } from './retention.ts';
import { promRuleFiles } from './rule-files.ts';
import { promSchema } from './schema.ts';

/** Rules of prometheus.yml and the flags of Prometheus. */
export const PROM_RULES: readonly CheckRule[] = [
  promSchema,
  promRuleFiles,
  promNoRules,
  promNoAlertmanager,
  promRemovedFlag,
  promRetention,
  promImplicitDefault,
];
