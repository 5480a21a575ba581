import type { MappingReader } from '../../yaml/mapping-reader.ts';
import type { YamlFile } from '../../yaml/yaml-file.ts';
import { defined } from './defined.ts';
import type { BasicAuthConfig, HttpClientConfig, HttpHeaderConfig, TlsConfig } from './http-client-config.ts';

/** Valid fields of the parts of a client that are not read. */
const UNREAD_TLS = ['ca', 'cert', 'key', 'ca_ref', 'cert_ref', 'key_ref', 'max_version'];
const UNREAD_BASIC_AUTH = ['username_ref', 'password_ref'];
const UNREAD_AUTHORIZATION = ['credentials_ref'];

/** An HTTP client as read, and what of it is valid but not read. */
export interface ParsedHttpClient {
  readonly client: HttpClientConfig;
  readonly unreadFields: readonly string[];
}

/** Reads the fields of an HTTP client, wherever they stand. */
export function readHttpClient(yaml: YamlFile, reader: MappingReader): ParsedHttpClient {
  const unread: string[] = [];
  const part = (name: string): MappingReader | undefined => reader.mapping(name, name);
  const finish = (name: string, one: MappingReader, known: readonly string[] = []): void => {
    unread.push(...one.takeUnread(known).map((field) => `${name}.${field}`));
    one.finish();
  };
  const authorization = part('authorization');
  const basicAuth = part('basic_auth');
  const tls = part('tls_config');
  const credentialsFile = authorization?.text('credentials_file') ?? reader.text('bearer_token_file');
  const credentials = authorization?.text('credentials') ?? reader.text('bearer_token');
  const client = {
    ...defined('credentialsFile', credentialsFile),
    ...defined('credentials', credentials),
    ...defined('authorizationType', authorization?.text('type')),
    ...defined('basicAuth', basicAuth && readBasicAuth(basicAuth)),
    ...defined('tls', tls && readTls(tls)),
    ...defined('proxyUrl', reader.text('proxy_url')),
    ...defined('followRedirects', reader.flag('follow_redirects')),
    ...defined('httpHeaders', readHeaders(reader)),
  };
  if (authorization) finish('authorization', authorization, UNREAD_AUTHORIZATION);
  if (basicAuth) finish('basic_auth', basicAuth, UNREAD_BASIC_AUTH);
  if (tls) finish('tls_config', tls, UNREAD_TLS);
  checkOneWay(
    yaml,
    reader,
    client,
    UNREAD_TLS.some((field) => tls?.has(field)),
  );
  return { client, unreadFields: unread };
}

function readBasicAuth(reader: MappingReader): BasicAuthConfig {
  return {
    ...defined('username', reader.text('username')),
    ...defined('usernameFile', reader.text('username_file')),
    ...defined('password', reader.text('password')),
    ...defined('passwordFile', reader.text('password_file')),
  };
}

function readTls(reader: MappingReader): TlsConfig {
  return {
    ...defined('caFile', reader.text('ca_file')),
    ...defined('certFile', reader.text('cert_file')),
    ...defined('keyFile', reader.text('key_file')),
    ...defined('serverName', reader.text('server_name')),
    ...defined('insecureSkipVerify', reader.flag('insecure_skip_verify')),
    ...defined('minVersion', reader.text('min_version')),
  };
}

function readHeaders(reader: MappingReader): Readonly<Record<string, HttpHeaderConfig>> | undefined {
  const headers = reader.mapping('http_headers', 'http_headers');
  if (!headers) return undefined;
  const read: Record<string, HttpHeaderConfig> = Object.create(null);
  for (const name of headers.names) {
    const header = headers.mapping(name, 'header');
    if (!header) continue;
    const texts = (field: string): readonly string[] => header.textItems(field).map(({ text }) => text);
    read[name] = { values: texts('values'), secrets: texts('secrets'), files: texts('files') };
    header.finish();
  }
  return read;
}

/**
 * What Prometheus refuses: two ways to say who asks, or half a certificate.
 *
 * @param isInline Whether something of the certificate stands in the file itself.
 */
function checkOneWay(
  yaml: YamlFile,
  reader: MappingReader,
  client: HttpClientConfig,
  isInline: boolean,
): void {
  const { basicAuth, credentials, credentialsFile, tls } = client;
  const offset = (field: string): number => reader.offsetOfField(field);
  if (basicAuth && (credentials ?? credentialsFile) !== undefined) {
    const message = 'a token and basic_auth are given: at most one of the two is possible';
    yaml.issues.error('bad-value', offset('basic_auth'), message, 'remove one of them');
  }
  if (credentials !== undefined && credentialsFile !== undefined) {
    const field = reader.has('authorization') ? 'authorization' : 'bearer_token';
    yaml.issues.error(
      'bad-value',
      offset(field),
      'a token and a file with one are given',
      'remove one of them',
    );
  }
  if (tls && (tls.certFile === undefined) !== (tls.keyFile === undefined) && !isInline) {
    const message = 'a certificate needs its key, and a key its certificate';
    yaml.issues.error('bad-value', offset('tls_config'), message, 'write both cert_file and key_file');
  }
}
