import type { ResolvedScrapeAccess } from '@telltale/definition';
import type { HttpClientConfig, HttpHeaderConfig } from '@telltale/formats';
import type { Secret } from '@telltale/model';
import type { GenerateOptions } from '../generate-options.ts';
import { mountedSecretOf } from '../secrets/stack-secret.ts';
import { urlFor } from './container-address.ts';
import { isAtLeast, targetVersion } from './prometheus-version.ts';

const TLS_VERSIONS = { 'TLSv1.2': 'TLS12', 'TLSv1.3': 'TLS13' } as const;

/** Whether the version that is written for can send headers of its own choice. */
export function sendsHeaders(options: GenerateOptions): boolean {
  return isAtLeast(targetVersion(options), 2, 55);
}

/** What stands in the place of a secret that is not shown, as in Prometheus' own pages. */
const HIDDEN = '<secret>';

/** How a job is written. */
export interface ScrapeJobOptions extends GenerateOptions {
  /** For a server that reads secrets from mounted files (default), or for people, who are not shown any. */
  readonly secrets?: 'mounted' | 'hidden';
}

/** How Prometheus asks a server. */
export function httpClient(access: ResolvedScrapeAccess, options: ScrapeJobOptions): HttpClientConfig {
  const { authorization, basicAuth, tls, proxyUrl, headers, followRedirects } = access;
  return {
    ...(authorization && token(authorization, options)),
    ...(basicAuth && {
      basicAuth: { username: basicAuth.username, ...password(basicAuth.password, options) },
    }),
    ...(tls && { tls: tlsConfig(tls) }),
    ...(proxyUrl !== undefined && { proxyUrl: urlFor(proxyUrl, options) }),
    ...(followRedirects !== undefined && { followRedirects }),
    ...(headers && sendsHeaders(options) && { httpHeaders: httpHeaders(headers, options) }),
  };
}

function token(secret: Secret, options: ScrapeJobOptions): HttpClientConfig {
  const file = fileOf(secret, options);
  return file === undefined ? { credentials: HIDDEN } : { credentialsFile: file };
}

function password(secret: Secret, options: ScrapeJobOptions): NonNullable<HttpClientConfig['basicAuth']> {
  const file = fileOf(secret, options);
  return file === undefined ? { password: HIDDEN } : { passwordFile: file };
}

/** The file that a secret is read from; `undefined` where it comes from elsewhere and is not shown. */
function fileOf(secret: Secret, { secrets = 'mounted' }: ScrapeJobOptions): string | undefined {
  if (secrets === 'mounted') return mountedSecretOf(secret);
  return 'file' in secret ? secret.file : undefined;
}

function tlsConfig({
  minVersion,
  ...files
}: NonNullable<ResolvedScrapeAccess['tls']>): NonNullable<HttpClientConfig['tls']> {
  return { ...files, ...(minVersion && { minVersion: TLS_VERSIONS[minVersion] }) };
}

function httpHeaders(
  headers: Readonly<Record<string, string | Secret>>,
  options: ScrapeJobOptions,
): HttpClientConfig['httpHeaders'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, headerConfig(value, options)]),
  );
}

/** Many a header is a key, also where it was written out. */
function headerConfig(value: string | Secret, options: ScrapeJobOptions): HttpHeaderConfig {
  const hidden = { values: [], secrets: [HIDDEN], files: [] };
  if (typeof value === 'string') {
    return options.secrets === 'hidden' ? hidden : { values: [value], secrets: [], files: [] };
  }
  const file = fileOf(value, options);
  return file === undefined ? hidden : { values: [], secrets: [], files: [file] };
}
