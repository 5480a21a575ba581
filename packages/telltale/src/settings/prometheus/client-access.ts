import type { ResolvedScrapeAccess } from '@telltale/definition';
import type { BasicAuthConfig, HttpClientConfig, HttpHeaderConfig, TlsConfig } from '@telltale/formats';
import type { Secret } from '@telltale/model';
import { JobFault } from './job-fault.ts';

/** Makes a path of the file absolute. */
export type FromFolder = (path: string) => string;

const TLS_VERSIONS: ReadonlyMap<string, 'TLSv1.2' | 'TLSv1.3'> = new Map([
  ['TLS12', 'TLSv1.2'],
  ['TLS13', 'TLSv1.3'],
]);

/**
 * How the station asks what Prometheus asks in this way.
 *
 * @throws JobFault for what it cannot do, and for secrets that stand in the file itself.
 */
export function clientAccess(client: HttpClientConfig, at: FromFolder): ResolvedScrapeAccess {
  const { credentials, credentialsFile, basicAuth, tls, proxyUrl, followRedirects, httpHeaders } = client;
  const { authorizationType = 'Bearer' } = client;
  if (authorizationType.toLowerCase() !== 'bearer') {
    throw new JobFault(`an authorization of the type ${authorizationType}, which the station does not have`);
  }
  if (credentials !== undefined) throw inFile('a token', 'credentials_file');
  return {
    ...(credentialsFile !== undefined && { authorization: { file: at(credentialsFile) } }),
    ...(basicAuth && { basicAuth: basicAuthOf(basicAuth, at) }),
    ...(tls && { tls: tlsOf(tls, at) }),
    ...(proxyUrl !== undefined && { proxyUrl }),
    ...(httpHeaders && { headers: headersOf(httpHeaders, at) }),
    ...(followRedirects !== undefined && { followRedirects }),
  };
}

function inFile(what: string, field: string): JobFault {
  return new JobFault(`${what} that stands in the file itself: write ${field}`);
}

function basicAuthOf(
  { username, usernameFile, password, passwordFile }: BasicAuthConfig,
  at: FromFolder,
): NonNullable<ResolvedScrapeAccess['basicAuth']> {
  if (password !== undefined) throw inFile('a password', 'password_file');
  if (username === undefined || usernameFile !== undefined || passwordFile === undefined) {
    throw new JobFault('a basic_auth without username and password_file, which the station needs');
  }
  return { username, password: { file: at(passwordFile) } };
}

function tlsOf(
  { caFile, certFile, keyFile, minVersion, ...rest }: TlsConfig,
  at: FromFolder,
): NonNullable<ResolvedScrapeAccess['tls']> {
  // Older versions of TLS are broken: what asks for one gets the oldest that is not.
  const version = minVersion === undefined ? undefined : (TLS_VERSIONS.get(minVersion) ?? 'TLSv1.2');
  return {
    ...(caFile !== undefined && { caFile: at(caFile) }),
    ...(certFile !== undefined && { certFile: at(certFile) }),
    ...(keyFile !== undefined && { keyFile: at(keyFile) }),
    ...rest,
    ...(version && { minVersion: version }),
  };
}

function headersOf(
  headers: Readonly<Record<string, HttpHeaderConfig>>,
  at: FromFolder,
): Readonly<Record<string, string | Secret>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, { values, secrets, files }]) => {
      if (secrets.length > 0) throw inFile(`a header ${name}`, 'files');
      const [file, ...others] = files;
      if (file === undefined) return [name, values.join(', ')];
      if (others.length + values.length === 0) return [name, { file: at(file) }];
      throw new JobFault(`a header ${name} from several places, which the station does not have`);
    }),
  );
}
