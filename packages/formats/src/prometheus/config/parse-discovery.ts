import { MappingReader } from '../../yaml/mapping-reader.ts';
import type { YamlFile } from '../../yaml/yaml-file.ts';
import { defined } from './defined.ts';
import type { DiscoveryConfigs, DnsSdConfig, FileSdConfig, HttpSdConfig } from './discovery-config.ts';
import { readHttpClient } from './parse-http-client.ts';
import { UNREAD_FIELDS } from './unread-fields.ts';

const DNS_TYPES = ['SRV', 'A', 'AAAA', 'MX', 'NS'];
const FILE_NAME = /^[^*]*(\*[^/]*)?\.(json|yml|yaml|JSON|YML|YAML)$/;

/** Discovery as read, and what of it is valid but not read. */
export interface ParsedDiscovery {
  readonly discovery: DiscoveryConfigs;
  readonly unreadFields: readonly string[];
}

/** Reads the kinds of discovery that a job may have and that are read. */
export function readDiscovery(yaml: YamlFile, job: MappingReader): ParsedDiscovery {
  const unread: string[] = [];
  const list = <Config>(
    field: string,
    read: (reader: MappingReader) => Config | undefined,
  ): readonly Config[] | undefined => {
    const configs = job.items(field).flatMap((item) => {
      const reader = MappingReader.of(yaml, item, field.replace(/s$/, ''));
      if (!reader) return [];
      const config = read(reader);
      reader.finish();
      return config ? [config] : [];
    });
    return job.has(field) ? configs : undefined;
  };
  const discovery = {
    ...defined(
      'fileSdConfigs',
      list('file_sd_configs', (reader) => readFiles(yaml, reader)),
    ),
    ...defined(
      'httpSdConfigs',
      list('http_sd_configs', (reader) => readHttp(yaml, reader, unread)),
    ),
    ...defined(
      'dnsSdConfigs',
      list('dns_sd_configs', (reader) => readDns(yaml, reader)),
    ),
  };
  return { discovery, unreadFields: unread };
}

function readFiles(yaml: YamlFile, reader: MappingReader): FileSdConfig {
  const files = reader.textItems('files').filter(({ text, offset }) => {
    if (FILE_NAME.test(text)) return true;
    const message = `'${text}' is no file of targets for Prometheus`;
    const fix = 'write a path that ends with .json, .yml or .yaml, with * in its last part only';
    yaml.issues.error('bad-value', offset, message, fix);
    return false;
  });
  if (!reader.has('files')) missing(yaml, reader, 'files', "write paths: ['targets/*.json']");
  return {
    files: files.map(({ text }) => text),
    ...defined('refreshIntervalMs', reader.durationMs('refresh_interval')),
  };
}

function readHttp(yaml: YamlFile, reader: MappingReader, unread: string[]): HttpSdConfig | undefined {
  const url = reader.required('url', 'write the address that is asked for targets');
  const { client, unreadFields } = readHttpClient(yaml, reader);
  unread.push(
    ...[...unreadFields, ...reader.takeUnread(UNREAD_FIELDS.client)].map((field) => `http_sd.${field}`),
  );
  if (url && !/^https?:$/.test(URL.parse(url.text)?.protocol ?? '')) {
    yaml.issues.error('bad-value', url.offset, "'url' must be an http or https address");
    return undefined;
  }
  return (
    url && {
      url: url.text,
      ...client,
      ...defined('refreshIntervalMs', reader.durationMs('refresh_interval')),
    }
  );
}

function readDns(yaml: YamlFile, reader: MappingReader): DnsSdConfig | undefined {
  const names = reader.textItems('names').map(({ text }) => text);
  if (names.length === 0) missing(yaml, reader, 'names', "write names: ['shop.internal']");
  const located = reader.located('type');
  const type = located?.text.toUpperCase();
  const port = reader.count('port');
  if (located && type !== undefined && !DNS_TYPES.includes(type)) {
    yaml.issues.error('bad-value', located.offset, `'type' must be one of ${DNS_TYPES.join(', ')}`);
  } else if (type !== undefined && type !== 'SRV' && !port) {
    missing(yaml, reader, 'port', `records of type ${type} have no port: write one`);
  }
  return {
    names,
    ...defined('type', type),
    ...defined('port', port),
    ...defined('refreshIntervalMs', reader.durationMs('refresh_interval')),
  };
}

function missing(yaml: YamlFile, reader: MappingReader, field: string, fix: string): void {
  yaml.issues.error('missing-field', reader.offset, `the ${reader.what} has no '${field}'`, fix);
}
