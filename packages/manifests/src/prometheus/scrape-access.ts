import type { ResolvedScrapeAccess } from '@telltale/definition';
import type { HttpClientConfig } from '@telltale/formats';
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

/** How Prometheus asks a server; secrets are files that are mounted. */
export function httpClient(access: ResolvedScrapeAccess, options: GenerateOptions): HttpClientConfig {
  const { authorization, basicAuth, tls, proxyUrl, headers, followRedirects } = access;
  return {
    ...(authorization && { credentialsFile: mountedSecretOf(authorization) }),
    ...(basicAuth && {
      basicAuth: { username: basicAuth.username, passwordFile: mountedSecretOf(basicAuth.password) },
    }),
    ...(tls && { tls: tlsConfig(tls) }),
    ...(proxyUrl !== undefined && { proxyUrl: urlFor(proxyUrl, options) }),
    ...(followRedirects !== undefined && { followRedirects }),
    ...(headers && sendsHeaders(options) && { httpHeaders: httpHeaders(headers) }),
  };
}

function tlsConfig({
  minVersion,
  ...files
}: NonNullable<ResolvedScrapeAccess['tls']>): NonNullable<HttpClientConfig['tls']> {
  return { ...files, ...(minVersion && { minVersion: TLS_VERSIONS[minVersion] }) };
}

function httpHeaders(headers: Readonly<Record<string, string | Secret>>): HttpClientConfig['httpHeaders'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      typeof value === 'string'
        ? { values: [value], secrets: [], files: [] }
        : { values: [], secrets: [], files: [mountedSecretOf(value)] },
    ]),
  );
}
