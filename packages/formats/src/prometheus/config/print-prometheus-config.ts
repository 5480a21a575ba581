import { formatDuration } from '@telltale/model';
import { printYamlComment, printYamlKey, printYamlList, printYamlText } from '../../yaml/yaml-text.ts';
import type {
  GlobalConfig,
  PrometheusConfig,
  RelabelConfig,
  ScrapeConfig,
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
    ...section(
      'remote_write',
      (config.remoteWrite ?? []).map(({ url }) => `  - url: ${printYamlText(url)}`),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function printGlobal(global: GlobalConfig): readonly string[] {
  return section('global', [
    ...duration('  scrape_interval', global.scrapeIntervalMs),
    ...duration('  scrape_timeout', global.scrapeTimeoutMs),
    ...duration('  evaluation_interval', global.evaluationIntervalMs),
    ...printLabels('  ', 'external_labels', global.externalLabels),
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
    ...text('scheme', job.scheme),
    ...authorization(job.credentialsFile),
    ...literal('honor_labels', job.honorLabels),
    ...literal('honor_timestamps', job.honorTimestamps),
    ...literal('sample_limit', job.sampleLimit),
    ...literal('target_limit', job.targetLimit),
    ...literal('label_limit', job.labelLimit),
    ...literal('label_name_length_limit', job.labelNameLengthLimit),
    ...literal('label_value_length_limit', job.labelValueLengthLimit),
    ...text('body_size_limit', job.bodySizeLimit),
    ...literal('scrape_native_histograms', job.scrapeNativeHistograms),
    ...literal('always_scrape_classic_histograms', job.alwaysScrapeClassicHistograms),
    ...list('static_configs', job.staticConfigs, printStaticConfig),
    ...list('relabel_configs', job.relabelConfigs, printRelabelConfig),
    ...list('metric_relabel_configs', job.metricRelabelConfigs, printRelabelConfig),
  ]);
}

function authorization(file: string | undefined): readonly string[] {
  return file === undefined ? [] : ['authorization:', `  credentials_file: ${printYamlText(file)}`];
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

function section(name: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`${name}:`, ...lines];
}

function list<Item>(
  name: string,
  items: readonly Item[],
  print: (item: Item) => readonly string[],
): readonly string[] {
  return section(
    name,
    items.flatMap((item) => listItem('  ', print(item))),
  );
}

/** The dash stands in front of the first line, the others are indented to match. */
function listItem(indent: string, lines: readonly string[]): readonly string[] {
  return lines.map((line, index) => `${indent}${index === 0 ? '- ' : '  '}${line}`);
}

function printLabels(
  indent: string,
  name: string,
  labels: Readonly<Record<string, string>>,
): readonly string[] {
  const names = Object.keys(labels).sort();
  const lines = names.map((label) => `${indent}  ${printYamlKey(label)}: ${printYamlText(labels[label])}`);
  return lines.length === 0 ? [] : [`${indent}${name}:`, ...lines];
}

function duration(name: string, ms: number | undefined): readonly string[] {
  return ms === undefined ? [] : [`${name}: ${formatDuration(ms)}`];
}

function literal(name: string, value: number | boolean | undefined): readonly string[] {
  return value === undefined ? [] : [`${name}: ${value}`];
}

function text(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${name}: ${printYamlText(value)}`];
}
