import type { DeniedNetworks } from '@telltale/alerting';
import type { ResolvedScrapeAccess } from '@telltale/definition';
import type { Dispatcher } from 'undici';
import { request as send } from 'undici';
import type { AccessResponse } from './access-response.ts';
import type { CredentialHeaders } from './credentials.ts';
import { credentialHeaders } from './credentials.ts';
import type { HttpConnections } from './http-connections.ts';
import { discardBody } from './read-body.ts';

/** So many at most are followed, as Prometheus does. */
const MAX_REDIRECTS = 10;

/** The server may have closed more than one connection that was kept. */
const MAX_RETRIES = 3;

/** What is asked of a server. */
export interface AccessRequest {
  /** Its user and password are sent where the access has none of its own. */
  readonly url: string;
  /** Sent to every server that a redirect leads to; credentials belong to the access. */
  readonly headers: Readonly<Record<string, string>>;
  /** Ends everything, the reading of the body included. */
  readonly signal: AbortSignal;
}

/** Asks servers as an access says. */
export interface HttpAccess {
  /**
   * Sends a GET and follows redirects. Rejects where no answer came; `explainFailure` makes a text for people of
   * what it rejects with.
   */
  get(request: AccessRequest): Promise<AccessResponse>;
}

/**
 * An access by its connections. Credentials, headers and the certificate of the client go to the origin of the
 * URL alone, never to where a redirect leads: not to another host or port, and not over another scheme. A redirect to
 * another server leads no further in than where it came from: a server of the Internet to no private network, and one
 * of a private network not to this machine.
 *
 * @example
 * ```ts
 * const connections = new HttpConnections();
 * const access = createHttpAccess({ authorization: { env: 'TOKEN' } }, connections);
 * const { statusCode } = await access.get({
 *   url: 'https://shop.example/metrics',
 *   headers: {},
 *   signal: AbortSignal.timeout(5000),
 * });
 * await connections.close();
 * ```
 */
export function createHttpAccess(access: ResolvedScrapeAccess, connections: HttpConnections): HttpAccess {
  const { followRedirects = true } = access;
  return {
    get: async ({ url, headers, signal }) => {
      const first = httpUrl(url);
      let credentials: CredentialHeaders | undefined = await credentialHeaders(access, first);
      let at = first;
      let denied: DeniedNetworks | undefined;
      const seen = new Set<string>();
      for (;;) {
        const guard = denied ? connections.addresses.denying(denied) : connections.addresses;
        guard.checkHost(at.hostname);
        const route = credentials ? access : withoutIdentity(access);
        const dispatcher = await connections.dispatcherFor(route, denied);
        const response = await answerOf(at, { dispatcher, headers: { ...headers, ...credentials }, signal });
        const location = redirectOf(response);
        if (location === undefined || !followRedirects) return response;
        await discardBody(response, signal);
        seen.add(at.href);
        const next = redirectUrl(location, at);
        if (next.origin !== at.origin) {
          credentials = undefined;
          // Of what is behind a proxy nothing is known: that is a matter of the proxy.
          denied = access.proxyUrl === undefined ? connections.deniedFrom(at.origin) : undefined;
        }
        if (seen.has(next.href)) throw new Error('the redirects of the server lead in a circle');
        if (seen.size > MAX_REDIRECTS)
          throw new Error(`the server redirects more than ${MAX_REDIRECTS} times`);
        at = next;
      }
    },
  };
}

/** The certificates that are trusted, but not the one of the client, nor the name that only the first server has. */
function withoutIdentity({ tls, proxyUrl }: ResolvedScrapeAccess): ResolvedScrapeAccess {
  if (!tls) return { ...(proxyUrl !== undefined && { proxyUrl }) };
  const { certFile: _cert, keyFile: _key, serverName: _name, ...trust } = tls;
  return { tls: trust, ...(proxyUrl !== undefined && { proxyUrl }) };
}

function httpUrl(text: string): URL {
  const url = URL.parse(text);
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new Error('the address is no http or https URL');
  }
  return url;
}

function redirectUrl(location: string, from: URL): URL {
  const url = URL.parse(location, from.href);
  if (!url) throw new Error('the server redirects to what is no URL');
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new Error(`the server redirects to a ${url.protocol} URL; only http and https are followed`);
  }
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
}

function redirectOf({ statusCode, headers }: AccessResponse): string | undefined {
  if (![301, 302, 303, 307, 308].includes(statusCode)) return undefined;
  const { location } = headers;
  return typeof location === 'string' ? location : undefined;
}

interface Sending {
  readonly dispatcher: Dispatcher;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

/** Asks again over another connection where the server had closed one that was kept. */
async function answerOf(url: URL, sending: Sending): Promise<AccessResponse> {
  for (let triesLeft = MAX_RETRIES; ; triesLeft--) {
    try {
      return await send(url, sending);
    } catch (error) {
      if (triesLeft === 0 || !isClosedConnection(error) || sending.signal.aborted) throw error;
    }
  }
}

function isClosedConnection(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return code === 'UND_ERR_SOCKET' || code === 'ECONNRESET' || code === 'EPIPE';
}
