import { MappingReader } from '../../yaml/mapping-reader.ts';
import type { YamlFile } from '../../yaml/yaml-file.ts';
import { defined } from './defined.ts';
import { readDiscovery } from './parse-discovery.ts';
import { readHttpClient } from './parse-http-client.ts';
import { readRelabelConfigs } from './parse-relabel.ts';
import type { TryPattern } from './parse-relabel.ts';
import { readScheme, readStaticConfigs } from './parse-static.ts';
import type { ParsedScrapeConfig, ScrapeLimits } from './prometheus-config.ts';
import { UNREAD_FIELDS } from './unread-fields.ts';

/** Reads a job. */
export function readScrapeConfig(
  yaml: YamlFile,
  item: unknown,
  tryPattern: TryPattern | undefined,
): ParsedScrapeConfig | undefined {
  const reader = MappingReader.of(yaml, item, 'scrape config');
  if (!reader) return undefined;
  const jobName = reader.required('job_name', "give the job a name: it becomes the label 'job'");
  const relabelConfigs = readRelabelConfigs(yaml, reader, 'relabel_configs', tryPattern);
  const { client, unreadFields: unreadOfClient } = readHttpClient(yaml, reader);
  const { discovery, unreadFields: unreadOfDiscovery } = readDiscovery(yaml, reader);
  const config = {
    jobName: jobName?.text ?? '',
    ...defined('scrapeIntervalMs', reader.durationMs('scrape_interval')),
    ...defined('scrapeTimeoutMs', reader.durationMs('scrape_timeout')),
    ...defined('metricsPath', reader.text('metrics_path')),
    ...defined('params', readParams(reader)),
    ...defined('scheme', readScheme(yaml, reader)),
    ...client,
    ...defined('honorLabels', reader.flag('honor_labels')),
    ...defined('honorTimestamps', reader.flag('honor_timestamps')),
    ...readLimits(reader),
    ...defined('scrapeNativeHistograms', reader.flag('scrape_native_histograms')),
    ...defined('alwaysScrapeClassicHistograms', reader.flag('always_scrape_classic_histograms')),
    // With relabelling a target may be anything, for example the URL that a blackbox exporter probes.
    staticConfigs: readStaticConfigs(yaml, reader, { anyTarget: relabelConfigs.length > 0 }),
    ...discovery,
    relabelConfigs,
    metricRelabelConfigs: readRelabelConfigs(yaml, reader, 'metric_relabel_configs', tryPattern),
    unreadFields: [...reader.takeUnread(UNREAD_FIELDS.scrape), ...unreadOfClient, ...unreadOfDiscovery],
    position: yaml.source.positionAt(jobName?.offset ?? reader.offset),
  };
  reader.finish();
  return jobName && config;
}

/** Reads limits, which a job may have and the global section. */
export function readLimits(reader: MappingReader): ScrapeLimits {
  return {
    ...defined('sampleLimit', reader.count('sample_limit')),
    ...defined('targetLimit', reader.count('target_limit')),
    ...defined('labelLimit', reader.count('label_limit')),
    ...defined('labelNameLengthLimit', reader.count('label_name_length_limit')),
    ...defined('labelValueLengthLimit', reader.count('label_value_length_limit')),
    ...defined('bodySizeLimit', reader.text('body_size_limit')),
  };
}

function readParams(reader: MappingReader): Readonly<Record<string, readonly string[]>> | undefined {
  const params = reader.mapping('params', 'params');
  if (!params) return undefined;
  const read: Record<string, readonly string[]> = Object.create(null);
  for (const name of params.names) read[name] = params.textItems(name).map(({ text }) => text);
  return read;
}
