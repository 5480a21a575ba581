import type { ResolvedRemote } from '@telltale/definition';
import { request as send } from 'undici';
import { credentialHeaders } from '../../../access/credentials.ts';
import type { AccessResponse } from '../../../access/access-response.ts';
import type { HttpConnections } from '../../../access/http-connections.ts';
import { discardBody } from '../../../access/read-body.ts';

/** A proxy may lead from a path to another one, and to a third. */
const MAX_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** One request to the API of a server. */
export interface ApiRequest {
  /** Behind `/api/v1/`. */
  readonly path: string;
  readonly parameters: URLSearchParams;
  /** `POST` sends the parameters as a form: addresses may not be as long as queries. */
  readonly method: 'GET' | 'POST';
  /** Ends everything, the reading of the body included. */
  readonly signal: AbortSignal;
}

/**
 * Sends a request to a server's API, with the credentials of its access. Redirects are followed to other paths of the
 * same server alone: what is asked, and who asks, is for no other.
 *
 * @returns The answer, whose body has to be read or destroyed. Rejects with what `explainFailure` makes a text of.
 */
export async function sendApiRequest(
  remote: ResolvedRemote,
  connections: HttpConnections,
  { path, parameters, method, signal }: ApiRequest,
): Promise<AccessResponse> {
  const base = new URL(remote.url);
  const headers: Record<string, string> = {
    accept: 'application/json',
    'accept-encoding': 'gzip',
    'user-agent': 'Telltale',
    ...(await credentialHeaders(remote, base)),
    ...(method === 'POST' && { 'content-type': 'application/x-www-form-urlencoded' }),
  };
  let url = apiUrl(base, path, method === 'GET' ? parameters : undefined);
  for (let redirects = 0; ; redirects++) {
    connections.addresses.checkHost(url.hostname);
    const dispatcher = await connections.dispatcherFor(remote);
    const body = method === 'POST' ? parameters.toString() : null;
    const response = await send(url, { dispatcher, method, headers, body, signal });
    const { location } = response.headers;
    if (!REDIRECTS.includes(response.statusCode) || typeof location !== 'string') return response;
    await discardBody(response, signal);
    if (remote.followRedirects === false) throw new Error('the server redirects, which is not followed');
    if (redirects === MAX_REDIRECTS) throw new Error(`the server redirects more than ${MAX_REDIRECTS} times`);
    url = sameServer(location, url);
  }
}

/** What stands in the address of the server stays: its path, and parameters that a proxy wants. */
function apiUrl(base: URL, path: string, parameters = new URLSearchParams()): URL {
  const url = new URL(base);
  url.pathname = `${base.pathname.replace(/\/+$/, '')}/api/v1/${path}`;
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  return url;
}

function sameServer(location: string, from: URL): URL {
  const url = URL.parse(location, from.href);
  if (url?.origin === from.origin) return url;
  throw new Error(
    `the server redirects to ${url ? url.origin : 'what is no URL'}, which is not followed: name its address if it is meant`,
  );
}
