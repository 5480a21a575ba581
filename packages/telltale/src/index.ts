export type { CheckRule, ExampleInput, RuleExample, RulePreset } from './check/check-rule.ts';
export type { CheckReport } from './check/report/check-report.ts';
export { ALL_RULES } from './check/rules/all-rules.ts';
export { runCheck } from './check/run-check.ts';
export type { CheckOptions } from './check/run-check.ts';
export { loadLogging } from '@telltale/manifests';
export { findDefinition, loadDefinition } from './definition/load-definition.ts';
export type { LoadDefinitionOptions, LoadedDefinition } from './definition/load-definition.ts';
