import type { ResolvedDefinition, ResolvedTarget } from '@telltale/definition';
import type { ParsedPrometheusConfig, RelabelConfig } from '@telltale/formats';

/** Labels that targets, operators and federation commonly add, whatever the metric declares. */
const WELL_KNOWN: readonly string[] = [
  '__name__',
  'job',
  'instance',
  'address',
  'app',
  'application',
  'availability_zone',
  'az',
  'chart',
  'cluster',
  'component',
  'container',
  'datacenter',
  'dc',
  'deployment',
  'endpoint',
  'env',
  'environment',
  'host',
  'hostname',
  'image',
  'ip',
  'k8s_cluster',
  'kubernetes_name',
  'kubernetes_namespace',
  'kubernetes_pod_name',
  'monitor',
  'namespace',
  'node',
  'nodename',
  'pod',
  'prometheus',
  'prometheus_replica',
  'region',
  'release',
  'replica',
  'service',
  'service_name',
  'site',
  'stage',
  'team',
  'tenant',
  'version',
  'zone',
];

/** The labels that samples may have besides those of their metric. */
export interface TargetLabels {
  readonly has: (label: string) => boolean;
  /**
   * What is known of them: `all` where the scrape configuration is in sight, `some` where none is,
   * `open` where service discovery may add any label.
   */
  readonly knowledge: 'all' | 'some' | 'open';
}

/** Collects what scrape configurations, definitions and default labels add. */
export function createTargetLabels(
  configs: readonly ParsedPrometheusConfig[],
  definitions: readonly ResolvedDefinition[],
  defaultLabels: readonly string[] | undefined,
): TargetLabels {
  const names = new Set([...WELL_KNOWN, ...(defaultLabels ?? [])]);
  for (const definition of definitions) {
    for (const target of definition.targets) addAll(names, labelsOfTarget(target));
  }
  for (const config of configs) addAll(names, labelsOfConfig(config));
  const isOpen =
    defaultLabels === undefined ||
    configs.some(addsAnyLabel) ||
    definitions.some(({ targets }) => targets.some(mayHaveAnyLabel));
  const hasTargets = configs.length > 0 || definitions.length > 0;
  return {
    has: (label) => names.has(label) || label.startsWith('exported_'),
    knowledge: isOpen ? 'open' : hasTargets ? 'all' : 'some',
  };
}

function addAll(names: Set<string>, added: Iterable<string>): void {
  for (const name of added) names.add(name);
}

function labelsOfConfig(config: ParsedPrometheusConfig): readonly string[] {
  const ofJobs = config.scrapeConfigs.flatMap((job) => [
    ...job.staticConfigs.flatMap(({ labels }) => Object.keys(labels)),
    ...[...job.relabelConfigs, ...job.metricRelabelConfigs].flatMap(({ targetLabel }) => targetLabel ?? []),
  ]);
  return [...Object.keys(config.global.externalLabels), ...ofJobs];
}

/** Discovery by files or catalogues sets labels directly; `labelmap` copies whatever is found. */
function addsAnyLabel(config: ParsedPrometheusConfig): boolean {
  return (
    config.unreadFields.includes('scrape_config_files') ||
    config.scrapeConfigs.some((job) => {
      const relabels = [...job.relabelConfigs, ...job.metricRelabelConfigs];
      return relabels.some(copiesLabels) || (job.fileSdConfigs ?? job.httpSdConfigs) !== undefined;
    })
  );
}

function labelsOfTarget({ labels, relabel = [], metricRelabel = [] }: ResolvedTarget): readonly string[] {
  return [...Object.keys(labels), ...[...relabel, ...metricRelabel].map(({ targetLabel }) => targetLabel)];
}

function mayHaveAnyLabel({ discovery = [], relabel = [], metricRelabel = [] }: ResolvedTarget): boolean {
  return discovery.some(({ kind }) => kind !== 'dns') || [...relabel, ...metricRelabel].some(copiesLabels);
}

function copiesLabels({ action, targetLabel }: Pick<RelabelConfig, 'action' | 'targetLabel'>): boolean {
  return action === 'labelmap' || (targetLabel?.includes('$') ?? false);
}
