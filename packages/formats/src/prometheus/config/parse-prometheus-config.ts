import type { FormatIssue } from '../../yaml/format-issue.ts';
import { MappingReader } from '../../yaml/mapping-reader.ts';
import type { YamlFile } from '../../yaml/yaml-file.ts';
import { readYaml } from '../../yaml/yaml-file.ts';
import { checkScrapeConfigs } from './check-scrape-configs.ts';
import { defined } from './defined.ts';
import { readHttpClient } from './parse-http-client.ts';
import { readRelabelConfigs } from './parse-relabel.ts';
import type { TryPattern } from './parse-relabel.ts';
import { readLimits, readScrapeConfig } from './parse-scrape-config.ts';
import { readLabels, readScheme, readStaticConfigs } from './parse-static.ts';
import type {
  GlobalConfig,
  ParsedScrapeConfig,
  PrometheusConfig,
  RemoteWriteConfig,
} from './prometheus-config.ts';
import { UNREAD_FIELDS } from './unread-fields.ts';

/** A `prometheus.yml` as read, with every fault. */
export interface ParsedPrometheusConfig extends PrometheusConfig<ParsedScrapeConfig> {
  readonly file: string;
  readonly issues: readonly FormatIssue[];
  /** Valid top-level parts that are not read, for example `remote_read`. */
  readonly unreadFields: readonly string[];
}

/** What {@link parsePrometheusConfig} may be given. */
export interface PrometheusConfigOptions {
  /** Compiles patterns of RE2, or throws; without it those of relabelling are not tried. */
  readonly compileRegexp?: (pattern: string) => unknown;
}

/**
 * Parses a `prometheus.yml`. Faults are collected, never thrown; what cannot be read is left out.
 * Discovery by catalogues of clouds and clusters, OAuth and remote storage are accepted but not read.
 */
export function parsePrometheusConfig(
  text: string,
  file: string,
  { compileRegexp }: PrometheusConfigOptions = {},
): ParsedPrometheusConfig {
  const yaml = readYaml(text, file);
  const root =
    yaml.roots.length > 0 ? MappingReader.of(yaml, yaml.roots[0], 'Prometheus configuration') : undefined;
  const global = readGlobal(root?.mapping('global', 'global section'));
  const ruleFiles = root?.textItems('rule_files').map(({ text }) => text) ?? [];
  const alerting = readAlerting(yaml, root?.mapping('alerting', 'alerting section'), compileRegexp);
  const scrapeConfigs = (root?.items('scrape_configs') ?? []).flatMap(
    (item) => readScrapeConfig(yaml, item, compileRegexp) ?? [],
  );
  const remoteWrite = readRemoteWrite(yaml, root, compileRegexp);
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
    ...readLimits(reader),
    ...defined('scrapeNativeHistograms', reader.flag('scrape_native_histograms')),
    ...defined('alwaysScrapeClassicHistograms', reader.flag('always_scrape_classic_histograms')),
  };
  reader.takeUnread(UNREAD_FIELDS.global);
  reader.finish();
  return global;
}

type Alerting = Pick<PrometheusConfig, 'alertmanagers' | 'alertRelabelConfigs'>;

function readAlerting(
  yaml: YamlFile,
  reader: MappingReader | undefined,
  tryPattern: TryPattern | undefined,
): Alerting {
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
  const relabelling = readRelabelConfigs(yaml, reader, 'alert_relabel_configs', tryPattern);
  reader.finish();
  return {
    alertmanagers,
    ...defined('alertRelabelConfigs', relabelling.length > 0 ? relabelling : undefined),
  };
}

/** Where samples go and how; what is said of queues and protocols may be anything. */
function readRemoteWrite(
  yaml: YamlFile,
  root: MappingReader | undefined,
  tryPattern: TryPattern | undefined,
): readonly RemoteWriteConfig[] | undefined {
  const items = root?.items('remote_write');
  if (!root?.has('remote_write')) return undefined;
  return items?.flatMap((item) => {
    const reader = MappingReader.of(yaml, item, 'remote write config');
    const url = reader?.required('url', 'write its address');
    if (!reader || !url) return [];
    const relabelling = readRelabelConfigs(yaml, reader, 'write_relabel_configs', tryPattern);
    return [
      {
        url: url.text,
        ...defined('name', reader.text('name')),
        ...readHttpClient(yaml, reader).client,
        ...defined('writeRelabelConfigs', relabelling.length > 0 ? relabelling : undefined),
      },
    ];
  });
}
