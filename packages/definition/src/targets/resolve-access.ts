import { checkKeys } from '../faults/check-keys.ts';
import { checkSecret } from '../faults/check-secret.ts';
import type { FaultList } from '../faults/fault-list.ts';
import type { ResolvedScrapeAccess } from '../resolved/resolved-scrape.ts';
import type { ScrapeAccessDeclaration, ScrapeTlsDeclaration } from './scrape-access-declaration.ts';

/** The options of a target or of a discovery that say how it is reached. */
export const ACCESS_OPTIONS = ['authorization', 'basicAuth', 'tls', 'proxy', 'headers', 'followRedirects'];

const TLS_OPTIONS = ['caFile', 'certFile', 'keyFile', 'serverName', 'insecureSkipVerify', 'minVersion'];

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** Headers that belong to the connection, the format or an option of their own; Prometheus refuses them too. */
const TAKEN_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'host',
  'connection',
  'keep-alive',
  'transfer-encoding',
  'upgrade',
  'content-encoding',
  'content-length',
  'content-type',
  'accept-encoding',
  'proxy-authenticate',
  'proxy-authorization',
  'www-authenticate',
  'user-agent',
  'x-prometheus-scrape-timeout-seconds',
]);

/** How a server is reached, checked. */
export function resolveAccess(
  declared: ScrapeAccessDeclaration,
  path: string,
  faults: FaultList,
): ResolvedScrapeAccess {
  const { authorization, basicAuth, tls, proxy, headers, followRedirects } = declared;
  if (authorization !== undefined) {
    checkSecret(authorization, `${path}.authorization`, 'METRICS_TOKEN', faults);
    if (basicAuth) faults.add(`${path}.basicAuth`, 'there is a token already: write one of the two');
  }
  if (basicAuth) checkBasicAuth(basicAuth, `${path}.basicAuth`, faults);
  if (tls) checkTls(tls, `${path}.tls`, faults);
  if (proxy !== undefined) checkAddressWithoutSecret(proxy, `${path}.proxy`, 'http://proxy:3128', faults);
  if (headers) checkHeaders(headers, `${path}.headers`, faults);
  return {
    ...(authorization !== undefined && { authorization }),
    ...(basicAuth && { basicAuth }),
    ...(tls && { tls }),
    ...(proxy !== undefined && { proxyUrl: proxy }),
    ...(headers && { headers }),
    ...(followRedirects !== undefined && { followRedirects }),
  };
}

/** An http or https URL that may be shown. What was written is not repeated: it may hold the secret. */
export function checkAddressWithoutSecret(
  url: string,
  path: string,
  example: string,
  faults: FaultList,
): void {
  const parsed = URL.parse(url);
  if (parsed?.protocol !== 'http:' && parsed?.protocol !== 'https:') {
    faults.add(path, `write an http or https address, such as ${example}`);
  } else if (parsed.username !== '' || parsed.password !== '') {
    faults.add(path, 'a secret never stands in a definition: leave user and password out of the address');
  }
}

function checkBasicAuth(
  basicAuth: NonNullable<ScrapeAccessDeclaration['basicAuth']>,
  path: string,
  faults: FaultList,
): void {
  checkKeys(basicAuth, ['username', 'password'], path, faults);
  if (typeof basicAuth.username !== 'string' || basicAuth.username === '') {
    faults.add(`${path}.username`, 'write the name of the user');
  } else if (basicAuth.username.includes(':')) {
    faults.add(`${path}.username`, 'a name of a user has no colon: the password follows it');
  }
  checkSecret(basicAuth.password, `${path}.password`, 'METRICS_PASSWORD', faults);
}

/** Reports certificates that cannot be taken as they are written. */
export function checkTls(tls: ScrapeTlsDeclaration, path: string, faults: FaultList): void {
  checkKeys(tls, TLS_OPTIONS, path, faults);
  const { certFile, keyFile, minVersion } = tls;
  if (certFile !== undefined && keyFile === undefined) {
    faults.add(`${path}.keyFile`, 'a certificate needs its key: write the path of the file');
  }
  if (keyFile !== undefined && certFile === undefined) {
    faults.add(`${path}.certFile`, 'a key needs its certificate: write the path of the file');
  }
  if (minVersion !== undefined && minVersion !== 'TLSv1.2' && minVersion !== 'TLSv1.3') {
    faults.add(`${path}.minVersion`, "write 'TLSv1.2' or 'TLSv1.3'");
  }
}

function checkHeaders(
  headers: NonNullable<ScrapeAccessDeclaration['headers']>,
  path: string,
  faults: FaultList,
): void {
  for (const [name, value] of Object.entries(headers)) {
    const place = `${path}.${name}`;
    if (!TOKEN.test(name)) faults.add(place, 'this is not a name of a header');
    else if (TAKEN_HEADERS.has(name.toLowerCase())) {
      faults.add(place, 'this header is set by the scrape itself: use the options of the target');
    }
    if (typeof value !== 'string') checkSecret(value, place, 'METRICS_HEADER', faults);
    else if (/[^\t\x20-\x7e\x80-\xff]/.test(value)) {
      faults.add(place, 'a header is one line of Latin characters');
    }
  }
}
