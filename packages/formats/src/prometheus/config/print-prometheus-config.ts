import { printYamlComment, printYamlKey, printYamlList, printYamlText } from '../../yaml/yaml-text.ts';
import { printDiscovery } from './print-discovery.ts';
import { printHttpClient } from './print-http-client.ts';
import { duration, list, listItem, literal, printLabels, section, text } from './print-lines.ts';
import type {
  GlobalConfig,
  PrometheusConfig,
  RelabelConfig,
  RemoteWriteConfig,
  ScrapeConfig,
  ScrapeLimits,
  StaticConfig,
} from './prometheus-config.ts';

/**
 * Prints a `prometheus.yml`; `header` becomes comments at its top. The same configuration always
 * gives the same text, and {@link parsePrometheusConfig} reads back exactly what was printed.
 */
export function printPrometheusConfig(config: PrometheusConfig, header: readonly string[] = []): string {
  const lines = [
    ...printYamlComment('', header),
    ...printGlobal(config.global),
    ...section(
      'rule_files',
      config.ruleFiles.map((file) => `  - ${printYamlText(file)}`),
    ),
    ...printAlerting(config),
    ...section('scrape_configs', config.scrapeConfigs.flatMap(printScrapeConfig)),
    ...section('remote_write', (config.remoteWrite ?? []).flatMap(printRemoteWrite)),
  ];
  return `${lines.join('\n')}\n`;
}

function printGlobal(global: GlobalConfig): readonly string[] {
  return section('global', [
    ...duration('  scrape_interval', global.scrapeIntervalMs),
    ...duration('  scrape_timeout', global.scrapeTimeoutMs),
    ...duration('  evaluation_interval', global.evaluationIntervalMs),
    ...printLabels('  ', 'external_labels', global.externalLabels),
    ...[
      ...printLimits(global),
      ...literal('scrape_native_histograms', global.scrapeNativeHistograms),
      ...literal('always_scrape_classic_histograms', global.alwaysScrapeClassicHistograms),
    ].map((line) => `  ${line}`),
  ]);
}

function printAlerting({ alertmanagers, alertRelabelConfigs = [] }: PrometheusConfig): readonly string[] {
  const relabelling = list('alert_relabel_configs', alertRelabelConfigs, printRelabelConfig);
  const receivers = list('alertmanagers', alertmanagers, (alertmanager) => [
    ...text('scheme', alertmanager.scheme),
    ...text('path_prefix', alertmanager.pathPrefix),
    ...duration('timeout', alertmanager.timeoutMs),
    ...list('static_configs', alertmanager.staticConfigs, printStaticConfig),
  ]);
  return section(
    'alerting',
    [...relabelling, ...receivers].map((line) => `  ${line}`),
  );
}

function printScrapeConfig(job: ScrapeConfig): readonly string[] {
  return listItem('  ', [
    ...text('job_name', job.jobName),
    ...duration('scrape_interval', job.scrapeIntervalMs),
    ...duration('scrape_timeout', job.scrapeTimeoutMs),
    ...text('metrics_path', job.metricsPath),
    ...printParams(job.params),
    ...text('scheme', job.scheme),
    ...printHttpClient(job),
    ...literal('honor_labels', job.honorLabels),
    ...literal('honor_timestamps', job.honorTimestamps),
    ...printLimits(job),
    ...literal('scrape_native_histograms', job.scrapeNativeHistograms),
    ...literal('always_scrape_classic_histograms', job.alwaysScrapeClassicHistograms),
    ...list('static_configs', job.staticConfigs, printStaticConfig),
    ...printDiscovery(job),
    ...list('relabel_configs', job.relabelConfigs, printRelabelConfig),
    ...list('metric_relabel_configs', job.metricRelabelConfigs, printRelabelConfig),
  ]);
}

function printRemoteWrite(destination: RemoteWriteConfig): readonly string[] {
  const { url, name, writeRelabelConfigs = [] } = destination;
  return listItem('  ', [
    ...text('url', url),
    ...text('name', name),
    ...printHttpClient(destination),
    ...list('write_relabel_configs', writeRelabelConfigs, printRelabelConfig),
  ]);
}

function printLimits(limits: ScrapeLimits): readonly string[] {
  return [
    ...literal('sample_limit', limits.sampleLimit),
    ...literal('target_limit', limits.targetLimit),
    ...literal('label_limit', limits.labelLimit),
    ...literal('label_name_length_limit', limits.labelNameLengthLimit),
    ...literal('label_value_length_limit', limits.labelValueLengthLimit),
    ...text('body_size_limit', limits.bodySizeLimit),
  ];
}

function printParams(params: ScrapeConfig['params']): readonly string[] {
  if (params === undefined) return [];
  const names = Object.keys(params).sort();
  if (names.length === 0) return ['params: {}'];
  return section(
    'params',
    names.map((name) => `  ${printYamlKey(name)}: ${printYamlList(params[name])}`),
  );
}

function printStaticConfig(config: StaticConfig): readonly string[] {
  return [`targets: ${printYamlList(config.targets)}`, ...printLabels('', 'labels', config.labels)];
}

function printRelabelConfig(config: RelabelConfig): readonly string[] {
  const others = [
    ...text('separator', config.separator),
    ...text('regex', config.regex),
    ...literal('modulus', config.modulus),
    ...text('target_label', config.targetLabel),
    ...text('replacement', config.replacement),
    ...text('action', config.action),
  ];
  // `labeldrop` refuses the field even where it is empty.
  const hasSources = config.sourceLabels.length > 0 || others.length === 0;
  return [...(hasSources ? [`source_labels: ${printYamlList(config.sourceLabels)}`] : []), ...others];
}
