import type { FormatIssue } from '../../yaml/format-issue.ts';
import { MappingReader } from '../../yaml/mapping-reader.ts';
import type { YamlFile } from '../../yaml/yaml-file.ts';
import { readYaml } from '../../yaml/yaml-file.ts';
import { checkScrapeConfigs } from './check-scrape-configs.ts';
import type {
  GlobalConfig,
  ParsedScrapeConfig,
  PrometheusConfig,
  RelabelConfig,
  RemoteWriteConfig,
  StaticConfig,
} from './prometheus-config.ts';
import { UNREAD_FIELDS } from './unread-fields.ts';

/** A `prometheus.yml` as read, with every fault. */
export interface ParsedPrometheusConfig extends PrometheusConfig<ParsedScrapeConfig> {
  readonly file: string;
  readonly issues: readonly FormatIssue[];
  /** Valid top-level parts that are not read, for example `remote_read`. */
  readonly unreadFields: readonly string[];
}

/**
 * Parses a `prometheus.yml`. Faults are collected, never thrown; what cannot be read is left out.
 * Service discovery, authorisation and remote storage are accepted but not read.
 */
export function parsePrometheusConfig(text: string, file: string): ParsedPrometheusConfig {
  const yaml = readYaml(text, file);
  const root =
    yaml.roots.length > 0 ? MappingReader.of(yaml, yaml.roots[0], 'Prometheus configuration') : undefined;
  const global = readGlobal(root?.mapping('global', 'global section'));
  const ruleFiles = root?.textItems('rule_files').map(({ text }) => text) ?? [];
  const alerting = readAlerting(yaml, root?.mapping('alerting', 'alerting section'));
  const scrapeConfigs = (root?.items('scrape_configs') ?? []).flatMap(
    (item) => readScrapeConfig(yaml, item) ?? [],
  );
  const remoteWrite = readRemoteWrite(yaml, root);
  const unreadFields = root?.takeUnread(UNREAD_FIELDS.root) ?? [];
  root?.finish();
  checkScrapeConfigs(yaml, scrapeConfigs, global);
  return {
    file,
    global,
    ruleFiles,
    ...alerting,
    scrapeConfigs,
    ...defined('remoteWrite', remoteWrite),
    unreadFields,
    issues: yaml.issues.issues(),
  };
}

function readGlobal(reader: MappingReader | undefined): GlobalConfig {
  if (!reader) return { externalLabels: readLabels(undefined, 'external_labels') };
  const global = {
    ...defined('scrapeIntervalMs', reader.durationMs('scrape_interval')),
    ...defined('scrapeTimeoutMs', reader.durationMs('scrape_timeout')),
    ...defined('evaluationIntervalMs', reader.durationMs('evaluation_interval')),
    externalLabels: readLabels(reader, 'external_labels'),
  };
  reader.takeUnread(UNREAD_FIELDS.global);
  reader.finish();
  return global;
}

type Alerting = Pick<PrometheusConfig, 'alertmanagers' | 'alertRelabelConfigs'>;

function readAlerting(yaml: YamlFile, reader: MappingReader | undefined): Alerting {
  if (!reader) return { alertmanagers: [] };
  const alertmanagers = reader.items('alertmanagers').flatMap((item) => {
    const one = MappingReader.of(yaml, item, 'alertmanager');
    if (!one) return [];
    const config = {
      ...defined('scheme', readScheme(yaml, one)),
      ...defined('pathPrefix', one.text('path_prefix')),
      ...defined('timeoutMs', one.durationMs('timeout')),
      staticConfigs: readStaticConfigs(yaml, one, { anyTarget: false }),
    };
    one.takeUnread(UNREAD_FIELDS.alertmanager);
    one.finish();
    return [config];
  });
  const relabelling = readRelabelConfigs(yaml, reader, 'alert_relabel_configs');
  reader.finish();
  return {
    alertmanagers,
    ...defined('alertRelabelConfigs', relabelling.length > 0 ? relabelling : undefined),
  };
}

function readScrapeConfig(yaml: YamlFile, item: unknown): ParsedScrapeConfig | undefined {
  const reader = MappingReader.of(yaml, item, 'scrape config');
  if (!reader) return undefined;
  const jobName = reader.required('job_name', "give the job a name: it becomes the label 'job'");
  const relabelConfigs = readRelabelConfigs(yaml, reader, 'relabel_configs');
  const authorization = reader.mapping('authorization', 'authorization');
  const config = {
    jobName: jobName?.text ?? '',
    ...defined('scrapeIntervalMs', reader.durationMs('scrape_interval')),
    ...defined('scrapeTimeoutMs', reader.durationMs('scrape_timeout')),
    ...defined('metricsPath', reader.text('metrics_path')),
    ...defined('scheme', readScheme(yaml, reader)),
    ...defined('credentialsFile', authorization?.text('credentials_file')),
    ...defined('honorLabels', reader.flag('honor_labels')),
    ...defined('honorTimestamps', reader.flag('honor_timestamps')),
    ...defined('sampleLimit', reader.count('sample_limit')),
    ...defined('targetLimit', reader.count('target_limit')),
    ...defined('labelLimit', reader.count('label_limit')),
    ...defined('labelNameLengthLimit', reader.count('label_name_length_limit')),
    ...defined('labelValueLengthLimit', reader.count('label_value_length_limit')),
    ...defined('bodySizeLimit', reader.text('body_size_limit')),
    ...defined('scrapeNativeHistograms', reader.flag('scrape_native_histograms')),
    ...defined('alwaysScrapeClassicHistograms', reader.flag('always_scrape_classic_histograms')),
    // With relabelling a target may be anything, for example the URL that a blackbox exporter probes.
    staticConfigs: readStaticConfigs(yaml, reader, { anyTarget: relabelConfigs.length > 0 }),
    relabelConfigs,
    metricRelabelConfigs: readRelabelConfigs(yaml, reader, 'metric_relabel_configs'),
    unreadFields: reader
      .takeUnread(UNREAD_FIELDS.scrape)
      .filter((field) => field !== 'authorization' || !authorization || isUnread(authorization)),
    position: yaml.source.positionAt(jobName?.offset ?? reader.offset),
  };
  reader.finish();
  return jobName && config;
}

/** Whether there is more to it than a file with a token. */
function isUnread(authorization: MappingReader): boolean {
  return authorization.has('type') || authorization.has('credentials');
}

/** Of the many fields only the address is read; the others may be anything. */
function readRemoteWrite(
  yaml: YamlFile,
  root: MappingReader | undefined,
): readonly RemoteWriteConfig[] | undefined {
  const items = root?.items('remote_write');
  if (!root?.has('remote_write')) return undefined;
  return items?.flatMap((item) => {
    const url = MappingReader.of(yaml, item, 'remote write config')?.required('url', 'write its address');
    return url ? [{ url: url.text }] : [];
  });
}

function readScheme(yaml: YamlFile, reader: MappingReader): string | undefined {
  const scheme = reader.located('scheme');
  if (!scheme || /^https?$/i.test(scheme.text)) return scheme?.text;
  const message = `'scheme' must be http or https, not ${JSON.stringify(scheme.text)}`;
  yaml.issues.error('bad-value', scheme.offset, message);
  return undefined;
}

function readStaticConfigs(
  yaml: YamlFile,
  parent: MappingReader,
  options: { readonly anyTarget: boolean },
): readonly StaticConfig[] {
  return parent.items('static_configs').flatMap((item) => {
    const reader = MappingReader.of(yaml, item, 'static config');
    if (!reader) return [];
    const targets = reader.textItems('targets').filter(({ text, offset }) => {
      if (options.anyTarget || !text.includes('/')) return text !== '';
      const fix = 'write host:port; the scheme and path go into scheme and metrics_path';
      yaml.issues.error('bad-value', offset, `'${text}' is not a target address`, fix);
      return false;
    });
    const labels = readLabels(reader, 'labels');
    reader.finish();
    return [{ targets: targets.map(({ text }) => text), labels }];
  });
}

function readRelabelConfigs(yaml: YamlFile, parent: MappingReader, field: string): readonly RelabelConfig[] {
  return parent.items(field).flatMap((item) => {
    const reader = MappingReader.of(yaml, item, 'relabel config');
    if (!reader) return [];
    const config = {
      sourceLabels: reader.textItems('source_labels').map(({ text }) => text),
      ...defined('separator', reader.text('separator')),
      ...defined('regex', reader.text('regex')),
      ...defined('modulus', reader.count('modulus')),
      ...defined('targetLabel', reader.text('target_label')),
      ...defined('replacement', reader.text('replacement')),
      ...defined('action', reader.text('action')),
    };
    reader.finish();
    return [config];
  });
}

function readLabels(reader: MappingReader | undefined, field: string): Readonly<Record<string, string>> {
  const labels: Record<string, string> = Object.create(null);
  for (const [name, { text }] of reader?.texts(field) ?? []) labels[name] = text;
  return labels;
}

/** An object with the property, or an empty one: absent fields stay absent. */
function defined<Key extends string, Value>(
  key: Key,
  value: Value | undefined,
): { readonly [K in Key]?: Value } {
  const object: { [K in Key]?: Value } = {};
  if (value !== undefined) object[key] = value;
  return object;
}
