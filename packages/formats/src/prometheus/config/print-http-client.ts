import { printYamlKey, printYamlList } from '../../yaml/yaml-text.ts';
import type { HttpClientConfig, HttpHeaderConfig } from './http-client-config.ts';
import { literal, text } from './print-lines.ts';

/** The fields of an HTTP client, without an indent. */
export function printHttpClient(client: HttpClientConfig): readonly string[] {
  const { basicAuth, tls } = client;
  return [
    ...below('authorization', hasToken(client), [
      ...text('type', client.authorizationType),
      ...text('credentials', client.credentials),
      ...text('credentials_file', client.credentialsFile),
    ]),
    ...below('basic_auth', basicAuth !== undefined, [
      ...text('username', basicAuth?.username),
      ...text('username_file', basicAuth?.usernameFile),
      ...text('password', basicAuth?.password),
      ...text('password_file', basicAuth?.passwordFile),
    ]),
    ...below('tls_config', tls !== undefined, [
      ...text('ca_file', tls?.caFile),
      ...text('cert_file', tls?.certFile),
      ...text('key_file', tls?.keyFile),
      ...text('server_name', tls?.serverName),
      ...literal('insecure_skip_verify', tls?.insecureSkipVerify),
      ...text('min_version', tls?.minVersion),
    ]),
    ...text('proxy_url', client.proxyUrl),
    ...literal('follow_redirects', client.followRedirects),
    ...printHeaders(client.httpHeaders),
  ];
}

function hasToken({ authorizationType, credentials, credentialsFile }: HttpClientConfig): boolean {
  return (authorizationType ?? credentials ?? credentialsFile) !== undefined;
}

/** A part that is there, which may be empty. */
function below(name: string, isThere: boolean, lines: readonly string[]): readonly string[] {
  if (!isThere) return [];
  return lines.length === 0 ? [`${name}: {}`] : [`${name}:`, ...lines.map((line) => `  ${line}`)];
}

function printHeaders(headers: HttpClientConfig['httpHeaders']): readonly string[] {
  const lines = Object.entries(headers ?? {}).flatMap(([name, header]) =>
    below(printYamlKey(name), true, printHeader(header)),
  );
  return below('http_headers', headers !== undefined, lines);
}

function printHeader({ values, secrets, files }: HttpHeaderConfig): readonly string[] {
  const texts = (name: string, list: readonly string[]): readonly string[] =>
    list.length === 0 ? [] : [`${name}: ${printYamlList(list)}`];
  return [...texts('values', values), ...texts('secrets', secrets), ...texts('files', files)];
}
