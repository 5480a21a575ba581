import { printYamlList } from '../../yaml/yaml-text.ts';
import type { DiscoveryConfigs } from './discovery-config.ts';
import { printHttpClient } from './print-http-client.ts';
import { duration, list, literal, text } from './print-lines.ts';

/** The lists of discovery of a job, without an indent. */
export function printDiscovery(discovery: DiscoveryConfigs): readonly string[] {
  const { fileSdConfigs = [], httpSdConfigs = [], dnsSdConfigs = [] } = discovery;
  return [
    ...list('file_sd_configs', fileSdConfigs, ({ files, refreshIntervalMs }) => [
      `files: ${printYamlList(files)}`,
      ...duration('refresh_interval', refreshIntervalMs),
    ]),
    ...list('http_sd_configs', httpSdConfigs, ({ url, refreshIntervalMs, ...client }) => [
      ...text('url', url),
      ...duration('refresh_interval', refreshIntervalMs),
      ...printHttpClient(client),
    ]),
    ...list('dns_sd_configs', dnsSdConfigs, ({ names, type, port, refreshIntervalMs }) => [
      `names: ${printYamlList(names)}`,
      ...text('type', type),
      ...literal('port', port),
      ...duration('refresh_interval', refreshIntervalMs),
    ]),
  ];
}
