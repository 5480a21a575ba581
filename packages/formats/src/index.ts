export { parsePrometheusConfig } from './prometheus/config/parse-prometheus-config.ts';
export type {
  ParsedPrometheusConfig,
  PrometheusConfigOptions,
} from './prometheus/config/parse-prometheus-config.ts';
export type { DnsSdConfig, FileSdConfig, HttpSdConfig } from './prometheus/config/discovery-config.ts';
export type {
  BasicAuthConfig,
  HttpClientConfig,
  HttpHeaderConfig,
  TlsConfig,
} from './prometheus/config/http-client-config.ts';
export { relabelRuleOf } from './prometheus/config/relabel-rule-of.ts';
export { printPrometheusConfig } from './prometheus/config/print-prometheus-config.ts';
export type {
  AlertmanagerConfig,
  GlobalConfig,
  ParsedScrapeConfig,
  PrometheusConfig,
  RelabelConfig,
  RemoteWriteConfig,
  ScrapeConfig,
  ScrapeLimits,
  StaticConfig,
} from './prometheus/config/prometheus-config.ts';
export { parseRuleFile } from './prometheus/rules/parse-rule-file.ts';
export type { ParsedRuleFile } from './prometheus/rules/parse-rule-file.ts';
export { printRuleFile } from './prometheus/rules/print-rule-file.ts';
export type { RuleFileComments } from './prometheus/rules/print-rule-file.ts';
export type {
  FileAlertingRule,
  FileRecordingRule,
  FileRule,
  FileRuleGroup,
  ParsedRule,
  ParsedRuleGroup,
  RuleLocation,
} from './prometheus/rules/rule-group.ts';
export type {
  ParsedPythonLogging,
  PythonFormatter,
  PythonHandler,
  PythonLogger,
  PythonLoggingConfig,
} from './python-logging/logging-config.ts';
export { parseLoggingConfig } from './python-logging/parse-logging-config.ts';
export type { FormatIssue, FormatIssueCode } from './yaml/format-issue.ts';
export { ScalarSource } from './yaml/scalar-source.ts';
export type { ScalarPlace, ScalarStyle } from './yaml/scalar-source.ts';
export { SourceText } from './yaml/source-text.ts';
export { printYamlDocument, printYamlDocuments } from './yaml/print-yaml-value.ts';
export type { YamlMapping, YamlValue } from './yaml/print-yaml-value.ts';
export { MAX_YAML_LENGTH, isYaml } from './yaml/yaml-file.ts';
export { parseSourceTree } from './tree/parse-source-tree.ts';
export type { SourceTree } from './tree/parse-source-tree.ts';
export type { SourceEntry, SourceNode } from './tree/source-node.ts';
export type {
  DashboardFile,
  DashboardFileInput,
  DashboardFilePanel,
  DashboardFileTarget,
  DashboardFileVariable,
  DatasourceRef,
} from './grafana/dashboard-file.ts';
export { fillVariables } from './grafana/fill-variables.ts';
export type { FilledQuery, ValuesOfVariable } from './grafana/fill-variables.ts';
export { parseDashboard } from './grafana/parse-dashboard.ts';
export { isBuiltInVariable, variableUses } from './grafana/variable-uses.ts';
export type { VariableUse } from './grafana/variable-uses.ts';
export { analyseTemplate } from './go-template/analyse-template.ts';
export type { PrintedValue, TemplateAnalysis, TemplateFault } from './go-template/analyse-template.ts';
export { parseTemplate } from './go-template/parse-template.ts';
export type { Operand, OperandHead, Pipeline, PlacedName, TemplateNode } from './go-template/template-ast.ts';
export { NOTIFICATION_TEMPLATE, RULE_TEMPLATE } from './go-template/template-dialect.ts';
export type { TemplateDataKind, TemplateDialect } from './go-template/template-dialect.ts';
export { TemplateError } from './go-template/template-error.ts';
export { parseLogstashPipeline } from './logstash/parse-pipeline.ts';
export type { ParsedLogstashPipeline } from './logstash/parse-pipeline.ts';
export { printLogstashCondition, printLogstashPipeline } from './logstash/print-pipeline.ts';
export type {
  LogstashArm,
  LogstashBranch,
  LogstashComparison,
  LogstashCondition,
  LogstashHashEntry,
  LogstashLogicalOperator,
  LogstashOperand,
  LogstashPipeline,
  LogstashPlugin,
  LogstashSection,
  LogstashSetting,
  LogstashStatement,
  LogstashValue,
} from './logstash/pipeline.ts';
export type {
  AlertmanagerConfiguration,
  AlertmanagerReceiver,
  AlertmanagerRoute,
  InhibitRule,
  Integration,
  ParsedAlertmanagerConfiguration,
  ParsedInhibitRule,
  ParsedIntegration,
  ParsedReceiver,
  ParsedRoute,
  TimeInterval,
} from './alertmanager/alertmanager-config.ts';
export { NOTIFICATION_TEMPLATES } from './alertmanager/notification-templates.ts';
export { parseAlertmanagerConfig } from './alertmanager/parse-alertmanager-config.ts';
export { parseMatchers } from './alertmanager/parse-matcher.ts';
export type { ParsedMatchers } from './alertmanager/parse-matcher.ts';
export { timeIntervalFields } from './alertmanager/time-interval-fields.ts';
export { printAlertmanagerConfig } from './alertmanager/print-alertmanager-config.ts';
export { printRuleTestFile } from './prometheus/rule-tests/print-rule-test-file.ts';
export { parseRuleTestFile } from './prometheus/rule-tests/parse-rule-test-file.ts';
export type { ParsedRuleTestFile } from './prometheus/rule-tests/parse-rule-test-file.ts';
export { parseSeriesValues } from './prometheus/rule-tests/parse-series-values.ts';
export { printSeriesValues } from './prometheus/rule-tests/print-series-values.ts';
export { SeriesNotationError } from './prometheus/rule-tests/series-notation-error.ts';
export type {
  ExpectedAlert,
  ExpectedSample,
  ParsedRuleTest,
  QueryCheck,
  RuleTest,
  RuleTestCheck,
  RuleTestFile,
  RuleTestSeries,
  RuleTestValue,
} from './prometheus/rule-tests/rule-test-file.ts';
