export { generateBlackbox } from './blackbox/generate-blackbox.ts';
export { generateCompose } from './compose/generate-compose.ts';
export { generateAlertmanager } from './alertmanager/generate-alertmanager.ts';
export { generateCi } from './ci/generate-ci.ts';
export { generateCollector } from './collector/generate-collector.ts';
export { generateElastic } from './elastic/generate-elastic.ts';
export { generateFilebeat } from './elastic/generate-filebeat.ts';
export { generateLogstash } from './elastic/generate-logstash.ts';
export { logIndexOf } from './elastic/log-index.ts';
export type { LogIndex } from '@telltale/definition';
export { generateJaeger } from './jaeger/generate-jaeger.ts';
export { generateLogging } from './logging/generate-logging.ts';
export { loadLogging } from './logging/load-logging.ts';
export { generatePythonLogging } from './logging/python-logging.ts';
export { definitionHash } from './definition-hash.ts';
export { fileHeader } from './file-header.ts';
export { layoutOf } from './layout-of.ts';
export type { DashboardFlavour, GenerateOptions, WebOptions } from './generate-options.ts';
export { textBeside } from './generated-file.ts';
export type { GeneratedFile } from './generated-file.ts';
export { GENERATORS, STATION_GENERATORS, generateAll } from './generators.ts';
export type { Generator } from './generators.ts';
export {
  GRAFANA_DASHBOARDS_MOUNT,
  GRAFANA_PROVISIONING_MOUNT,
  generateGrafana,
} from './grafana/generate-grafana.ts';
export { PROMETHEUS_UID } from './grafana/dashboard-flavour.ts';
export { grafanaUid } from './grafana/dashboard-uid.ts';
export { generateKubernetes } from './kubernetes/generate-kubernetes.ts';
export { ruleFilePatternFrom } from './prometheus/rule-files.ts';
export { generatePrometheus } from './prometheus/generate-prometheus.ts';
export { generateProxy } from './proxy/generate-proxy.ts';
export { mountedSecretOf } from './secrets/stack-secret.ts';
export type {
  KnownExporter,
  KnownFeature,
  KnownFlag,
  KnownImage,
  KnownPort,
  RemovedApi,
} from './versions/known-version.ts';
export {
  KNOWN_EXPORTERS,
  KNOWN_FEATURES,
  KNOWN_FLAGS,
  KNOWN_IMAGES,
  KNOWN_PORTS,
  REMOVED_APIS,
  pinnedImage,
} from './versions/known-versions.ts';
export { KNOWN_ACTIONS, pinnedAction } from './versions/known-actions.ts';
export type { KnownAction } from './versions/known-actions.ts';
export { nameOfChange } from './versions/changes/name-of-change.ts';
export { PROGRAM_VERSIONS } from './versions/changes/changes-of.ts';
export type { ProgramVersions } from './versions/changes/changes-of.ts';
export type {
  ChangePlace,
  ChangedFile,
  ChangedTrait,
  VersionChange,
  VersionedProgram,
} from './versions/changes/version-change.ts';
