export { generateCompose } from './compose/generate-compose.ts';
export { generateAlertmanager } from './alertmanager/generate-alertmanager.ts';
export { definitionHash } from './definition-hash.ts';
export { fileHeader } from './file-header.ts';
export { layoutOf } from './layout-of.ts';
export type { GenerateOptions, WebOptions } from './generate-options.ts';
export { textBeside } from './generated-file.ts';
export type { GeneratedFile } from './generated-file.ts';
export { GENERATORS, generateAll } from './generators.ts';
export type { Generator } from './generators.ts';
export type { DashboardFlavour } from './grafana/dashboard-flavour.ts';
export {
  GRAFANA_DASHBOARDS_MOUNT,
  GRAFANA_PROVISIONING_MOUNT,
  generateGrafana,
} from './grafana/generate-grafana.ts';
export { grafanaUnit, unitOfGrafana } from './grafana/grafana-unit.ts';
export { generateKubernetes } from './kubernetes/generate-kubernetes.ts';
export { generatePrometheus } from './prometheus/generate-prometheus.ts';
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
