export { alertsOfPanel } from './dashboards/alerts-of-panel.ts';
export { dashboard } from './dashboards/dashboard.ts';
export type { ChosenByName, DashboardOptions } from './dashboards/dashboard.ts';
export { panel } from './dashboards/panel.ts';
export type { PanelOptions } from './dashboards/panel.ts';
export type {
  DashboardDeclaration,
  DashboardDeclarations,
  LineSeverity,
  LogsPanel,
  MultiQueryPanel,
  PanelDeclaration,
  PanelDeclarations,
  PanelLine,
  PanelSize,
  PanelQueryDeclaration,
  SingleQueryPanel,
  TextPanel,
} from './dashboards/dashboard-declaration.ts';
export { choice, chosen, freeText, interval, labelValues } from './dashboards/variable.ts';
export { fillRanges } from './dashboards/written-query.ts';
export type { FilledRanges } from './dashboards/written-query.ts';
export type {
  ChoiceOptions,
  ChosenOf,
  IntervalVariable,
  LabelValuesOptions,
  LabelValuesVariable,
  ListVariable,
  TextVariable,
  VariableDeclaration,
  VariableOptions,
} from './dashboards/variable.ts';
export type { ChosenRange, ChosenValue } from './chosen/chosen.ts';
export type {
  AlertOverride,
  EnvironmentDeclaration,
  EnvironmentDeclarations,
} from './environments/environment-declaration.ts';
export { alertmanagerServer } from './exporters/alertmanager-server.ts';
export { cadvisor } from './exporters/cadvisor.ts';
export { clickhouse } from './exporters/clickhouse.ts';
export type { ExporterOptions } from './exporters/create-pack.ts';
export type { ExporterMetrics, ExporterPack } from './exporters/exporter-pack.ts';
export { kafkaExporter } from './exporters/kafka-exporter.ts';
export { minio } from './exporters/minio.ts';
export { nodeExporter } from './exporters/node-exporter.ts';
export { postgresExporter } from './exporters/postgres-exporter.ts';
export { probes } from './exporters/probes/probes.ts';
export type { ProbesOptions } from './exporters/probes/probes.ts';
export type {
  HttpProbe,
  ProbeOptions,
  ProbesDeclaration,
  TcpProbe,
  TlsProbe,
} from './probes/probes-declaration.ts';
export { prometheusServer } from './exporters/prometheus-server.ts';
export { redisExporter } from './exporters/redis-exporter.ts';
export { external } from './external/external.ts';
export type { ExternalOptions } from './external/external.ts';
export type {
  HealthCheckDeclaration,
  HealthDeclaration,
  ProbeDeclaration,
} from './health/health-declaration.ts';
export { ai } from './kits/ai.ts';
export type { AiKit, AiMetrics, AiOptions, AiRole, TokenPrices } from './kits/ai.ts';
export { cache } from './kits/cache.ts';
export type { CacheMetrics, CacheOptions, CacheRole } from './kits/cache.ts';
export { database } from './kits/database.ts';
export type { DatabaseMetrics, DatabaseOptions, DatabaseRole } from './kits/database.ts';
export { files } from './kits/files.ts';
export type { FileRole, FilesMetrics, FilesOptions } from './kits/files.ts';
export { healthChecks } from './kits/health-checks.ts';
export type { HealthChecksMetrics, HealthChecksOptions, HealthRole } from './kits/health-checks.ts';
export { httpClient } from './kits/http-client.ts';
export type { HttpClientMetrics, HttpClientOptions } from './kits/http-client.ts';
export { messages } from './kits/messages.ts';
export type { MessageRole, MessagesMetrics, MessagesOptions } from './kits/messages.ts';
export { methods } from './kits/methods.ts';
export type { MethodRole, MethodsMetrics, MethodsOptions } from './kits/methods.ts';
export { task } from './kits/task.ts';
export type { TaskMetrics, TaskOptions, TaskRole } from './kits/task.ts';
export { websocket } from './kits/websocket.ts';
export type { WebSocketMetrics, WebSocketOptions, WebSocketRole } from './kits/websocket.ts';
export { HTTP_BUCKETS } from './kits/http-buckets.ts';
export type { HttpBuckets, HttpEdge } from './kits/http-buckets.ts';
export { httpServer } from './kits/http-server.ts';
export type { HttpServerOptions } from './kits/http-server.ts';
export type {
  DefaultHttpView,
  HttpLabelNames,
  HttpLabelRole,
  HttpRole,
  HttpServerMetrics,
  HttpServerNames,
  HttpView,
} from './kits/http-server-view.ts';
export type { Kit, KitMetrics, KitView } from './kits/kit.ts';
export { nodeRuntime } from './kits/node-runtime.ts';
export type { NodeRuntimeMetrics, NodeRuntimeOptions, NodeRuntimeRole } from './kits/node-runtime.ts';
export type { KitNaming, RoleMetric, RoleMetrics, ViewedMetrics } from './kits/viewed-kit.ts';
export type { LayoutDeclaration } from './layout/layout-declaration.ts';
export { usualLayout } from './layout/usual-layout.ts';
export { event } from './logs/event.ts';
export type {
  LogEventDeclaration,
  LogEventDeclarations,
  LogEventFields,
  LogEventInput,
  LogEventOptions,
  LogFieldType,
} from './logs/event.ts';
export { logCounter, logHistogram } from './logs/log-metric.ts';
export type {
  LogCounterDeclaration,
  LogCounterOptions,
  LogHistogramDeclaration,
  LogHistogramOptions,
  LogLabels,
  LogMetricDeclarations,
  LogMetricSource,
} from './logs/log-metric.ts';
export type { LogLevelName } from './logs/level-name.ts';
export { logIndex, logIndexName } from './logs/log-index.ts';
export type { LogIndex } from './logs/log-index.ts';
export type {
  ConsoleSinkDeclaration,
  ElasticsearchSinkDeclaration,
  FileSinkDeclaration,
  LogFormat,
  LogSamplingDeclaration,
  LogSinkDeclaration,
  LogsDeclaration,
  OtlpSinkDeclaration,
  StationSinkDeclaration,
} from './logs/logs-declaration.ts';
export { counter, gauge, histogram } from './metrics/declaration.ts';
export type {
  Aggregate,
  CounterDeclaration,
  CounterOptions,
  GaugeDeclaration,
  GaugeOptions,
  HistogramDeclaration,
  HistogramOptions,
  MetricDeclaration,
  MetricDeclarations,
  NativeOptions,
} from './metrics/declaration.ts';
export { info } from './metrics/info.ts';
export type { InfoDeclaration } from './metrics/info.ts';
export type { MetricOptions } from './metrics/metric-options.ts';
export type { SamplingOptions } from './metrics/sampling.ts';
export { isSampleRatio } from './metrics/sampling.ts';
export { stateset } from './metrics/state-set.ts';
export type { StateSetDeclaration, StateSetOptions } from './metrics/state-set.ts';
export { summary } from './metrics/summary.ts';
export type { SummaryDeclaration, SummaryOptions } from './metrics/summary.ts';
export type {
  LabelInput,
  LabelSpec,
  LabelSpecs,
  LabelText,
  LabelValues,
  NoLabels,
  TargetLabel,
} from './metrics/label-spec.ts';
export type { BucketEdge } from './metrics/bucket-edge.ts';
export type { Empty } from './metrics/empty.ts';
export type { RateUnit } from './metrics/rate-unit.ts';
export type { Threshold } from './metrics/threshold.ts';
export { defineMonitoring } from './monitoring/define-monitoring.ts';
export type { DefinitionParts, MetricSource } from './monitoring/definition-parts.ts';
export type { MonitoringDefinition } from './monitoring/monitoring-definition.ts';
export type {
  CatalogueOf,
  MonitoringOptions,
  OwnMetrics,
  ReceiverDeclarations,
  SectionOptions,
  TargetDeclarations,
} from './monitoring/monitoring-options.ts';
export { definePreset } from './monitoring/define-preset.ts';
export type { PresetOptions } from './monitoring/define-preset.ts';
export type { NoPreset, Preset } from './monitoring/preset.ts';
export type { SectionFault } from './monitoring/sections.ts';
export { importFrameworkConfig } from './import/import-framework-config.ts';
export type { ImportedFrameworkConfig } from './import/import-framework-config.ts';
export type { ImportNote } from './import/import-notes.ts';
export { aiApp } from './presets/ai-app/ai-app.ts';
export type { AiAppOptions } from './presets/ai-app/ai-app.ts';
export type { AiAppThresholds } from './presets/ai-app/ai-app-alerts.ts';
export type { AiAppExporterAddresses } from './presets/ai-app/ai-app-metrics.ts';
export { framework } from './presets/framework/framework.ts';
export type { FrameworkOptions } from './presets/framework/framework.ts';
export type { FrameworkAlertOptions, FrameworkAlerts } from './presets/framework/framework-alerts.ts';
export type { FrameworkBuckets } from './presets/framework/framework-metrics.ts';
export { migration } from './presets/migration/migration.ts';
export type { MigrationOptions } from './presets/migration/migration.ts';
export type { MigrationThresholds } from './presets/migration/migration-alerts.ts';
export { pipeline } from './presets/pipeline/pipeline.ts';
export type { PipelineOptions, PipelinePart, PipelinePreset } from './presets/pipeline/pipeline.ts';
export type { PipelineThresholds } from './presets/pipeline/pipeline-alerts.ts';
export type { PipelineMetrics, RecordedMetrics } from './presets/pipeline/pipeline-metrics.ts';
export { webapp } from './presets/webapp/webapp.ts';
export type { WebappOptions } from './presets/webapp/webapp.ts';
export type { WebappThresholds } from './presets/webapp/webapp-alerts.ts';
export type { WebappExporterAddresses } from './presets/webapp/webapp-metrics.ts';
export type { AnyQuery } from './query/any-query.ts';
export type { Catalogue, QueryOf } from './query/catalogue.ts';
export type { Duration, Range } from './time/duration.ts';
export { not } from './query/label-match.ts';
export type { LabelMatch, Negated } from './query/label-match.ts';
export type { CounterQuery, GaugeQuery, LabelMatches, LabelsOf } from './query/metric-query.ts';
export type { HistogramQuery, SummaryQuery } from './query/observation-query.ts';
export type { StateSetQuery } from './query/state-query.ts';
export { promql } from './query/promql.ts';
export type { Insertion, TextQuery } from './query/promql.ts';
export type { QueryContext } from './query/query-context.ts';
export type { Condition, LabelledQuery, PairOptions, Query } from './query/query.ts';
export type { SlowerThan } from './query/slower-than.ts';
export { ratio } from './query/ratio.ts';
export type { RatioOptions } from './query/ratio.ts';
export { logsOf } from './resolve/resolve-logs.ts';
export { resolveDefinition } from './resolve/resolve-definition.ts';
export { healthPlan } from './resolve/resolve-health.ts';
export type { ResolveOptions } from './resolve/resolve-service.ts';
export { tracesOf } from './resolve/resolve-traces.ts';
export { DefinitionError } from './faults/definition-error.ts';
export type { DefinitionFault } from './faults/definition-error.ts';
export type {
  MetricKind,
  PanelKind,
  ResolvedDashboard,
  ResolvedDefinition,
  ResolvedExporter,
  ResolvedLabel,
  ResolvedMetric,
  ResolvedPanel,
  ResolvedPanelQuery,
  ResolvedSavedQuery,
  ResolvedService,
  ResolvedSlo,
  ResolvedCapacity,
  ResolvedStation,
  ResolvedTarget,
  ResolvedThreshold,
  ResolvedVariable,
} from './resolved.ts';
export type {
  HealthCheckOptions,
  HealthPaths,
  HealthProbe,
  ResolvedHealth,
  ResolvedHealthCheck,
  ResolvedProbe,
} from './resolved/resolved-health.ts';
export type { ResolvedLayout } from './resolved/resolved-layout.ts';
export type { ResolvedLogMetric } from './resolved/resolved-log-metric.ts';
export type {
  LogLevel,
  ResolvedLogEvent,
  ResolvedLogSampling,
  ResolvedLogSink,
  ResolvedLogs,
} from './resolved/resolved-logs.ts';
export type { ResolvedLimits, ResolvedStack, StackApp, StackPorts } from './resolved/resolved-stack.ts';
export type {
  ResolvedClickHouse,
  ResolvedElasticsearchForward,
  ResolvedForward,
  ResolvedMetricsForward,
  ResolvedOpenIn,
  ResolvedOtlpForward,
} from './resolved/resolved-outside.ts';
export { DEFAULT_METRICS_FORWARD } from './resolved/resolved-outside.ts';
export type { OtlpTranslationStrategy, ResolvedOtlp } from './resolved/resolved-otlp.ts';
export type {
  ResolvedCollectors,
  ResolvedContainersCollector,
  ResolvedPostgresCollector,
  ResolvedServerCollector,
} from './resolved/resolved-collectors.ts';
export type { ResolvedRemote } from './resolved/resolved-remote.ts';
export type { ResolvedStationTls } from './resolved/resolved-station-tls.ts';
export { DEFAULT_CONTAINERS } from './resolved/resolved-collectors.ts';
export { PANEL_KINDS } from './resolved/resolved-dashboards.ts';
export { DEFAULT_SCRAPE_LIMITS } from './resolved/resolved-scrape.ts';
export type {
  ResolvedDiscovery,
  ResolvedDnsDiscovery,
  ResolvedFileDiscovery,
  ResolvedHttpDiscovery,
  ResolvedScrapeAccess,
  ResolvedScrapeLimits,
  ResolvedScrapeTls,
} from './resolved/resolved-scrape.ts';
export type {
  ProbeIpProtocol,
  ResolvedBlackboxProbe,
  ResolvedHttpProbe,
  ResolvedTcpProbe,
} from './resolved/resolved-blackbox.ts';
export type { ResolvedStartedExporter } from './resolved/resolved-started-exporter.ts';
export type { ResolvedTraces } from './resolved/resolved-traces.ts';
export { email } from './routing/email.ts';
export type { EmailDeclaration, EmailOptions } from './routing/email.ts';
export type {
  NotificationsDeclaration,
  ProofDeclaration,
} from './notifications/notifications-declaration.ts';
export type { ResolvedProofPlan } from './resolved/resolved-proof-plan.ts';
export type {
  TimeIntervalDeclaration,
  TimeOfDayRange,
  TimeWindowDeclaration,
} from './time-intervals/time-interval-declaration.ts';
export type { AlertMatch, InhibitionDeclaration } from './routing/inhibition-declaration.ts';
export { pagerduty } from './routing/pagerduty.ts';
export type { PagerDutyDeclaration } from './routing/pagerduty.ts';
export { webhook } from './routing/receiver.ts';
export type { ReceiverDeclaration, WebhookDeclaration, WebhookOptions } from './routing/receiver.ts';
export type { ChildRouteDeclaration, RouteDeclaration } from './routing/route-declaration.ts';
export { alert } from './rules/alert.ts';
export type {
  AlertDeclaration,
  AlertOptions,
  NoDataPolicy,
  QueryAboveOrBelow,
  Severity,
} from './rules/alert.ts';
export type { Annotation, AnnotationContext } from './rules/annotation.ts';
export type { RecordingDeclaration } from './rules/recording.ts';
export type { SavedQueryDeclaration } from './saved-queries/saved-query-declaration.ts';
export type { ByteSize } from './size/byte-size.ts';
export { slack } from './routing/slack.ts';
export type { SlackDeclaration, SlackOptions } from './routing/slack.ts';
export { slo } from './slos/slo.ts';
export type { SloOptions } from './slos/slo.ts';
export type {
  EventSloDeclaration,
  LatencySloDeclaration,
  NoTraffic,
  SloDeclaration,
} from './slos/slo-declaration.ts';
export type { StackDeclaration } from './stack/stack-declaration.ts';
export type {
  ClickHouseDeclaration,
  ElasticsearchForwardDeclaration,
  ForwardDeclaration,
  MetricsForwardDeclaration,
  OpenInDeclaration,
  OtlpForwardDeclaration,
} from './station/outside-declaration.ts';
export type { OtlpDeclaration } from './station/otlp-declaration.ts';
export type {
  CollectorsDeclaration,
  ContainersCollectorDeclaration,
  PostgresCollectorDeclaration,
  RedisCollectorDeclaration,
  ServerCollectorDeclaration,
} from './station/collectors-declaration.ts';
export type {
  StartedExporterDeclaration,
  StartedExportersDeclaration,
} from './station/exporters-declaration.ts';
export type { RemoteDeclaration } from './station/remote-declaration.ts';
export type { StationTlsDeclaration } from './station/tls-declaration.ts';
export type { CapacityDeclaration, StationDeclaration } from './station/station-declaration.ts';
export type {
  DiscoveryDeclaration,
  DnsAddressDiscovery,
  DnsDiscovery,
  DnsServiceDiscovery,
  FileDiscovery,
  HttpDiscovery,
} from './targets/discovery-declaration.ts';
export type {
  CaseRelabel,
  CompareRelabel,
  FilterRelabel,
  HashModRelabel,
  LabelFilterRelabel,
  LabelMapRelabel,
  RelabelDeclaration,
  RelabelPattern,
  ReplaceRelabel,
} from './targets/relabel-declaration.ts';
export { instancesOf } from './targets/instances-of.ts';
export type { ScrapeAccessDeclaration, ScrapeTlsDeclaration } from './targets/scrape-access-declaration.ts';
export type { ScrapeDeclaration, ScrapeLimitsDeclaration } from './targets/scrape-declaration.ts';
export type {
  DiscoveredTarget,
  StaticTarget,
  TargetDeclaration,
  TargetOptions,
  TargetPage,
} from './targets/target-declaration.ts';
export { otlpEndpoint } from './traces/otlp-endpoint.ts';
export type { OtlpEndpoint } from './traces/otlp-endpoint.ts';
export type { PropagationFormat, TracesDeclaration } from './traces/traces-declaration.ts';
export { defineWorkspace } from './workspace/define-workspace.ts';
export type { WorkspaceOptions } from './workspace/define-workspace.ts';
export type { ServiceDefinitions, WorkspaceDefinition } from './workspace/workspace-definition.ts';
