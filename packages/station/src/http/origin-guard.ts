import type { IncomingHttpHeaders } from 'node:http';

const LOCAL_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
const SAFE_METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Whether the Host header names this machine. A page of another site can make its own name point
 * to 127.0.0.1 (DNS rebinding), but cannot change what the browser sends here.
 */
export function isAllowedHost(host: string | undefined): boolean {
  return host !== undefined && isLocalName(host);
}

/** Whether a Host header, with a port or without, names this machine. */
export function isLocalName(host: string): boolean {
  return LOCAL_NAMES.has(host.replace(/:\d+$/, '').toLowerCase());
}

/**
 * Whether a request that may change something comes from our own pages, or from no page at all.
 *
 * @param isEncrypted Whether it came over TLS, as the pages then did.
 */
export function isSameOrigin(method: string, headers: IncomingHttpHeaders, isEncrypted = false): boolean {
  if (SAFE_METHODS.has(method)) return true;
  if (headers['sec-fetch-site'] !== undefined) {
    return headers['sec-fetch-site'] === 'same-origin' || headers['sec-fetch-site'] === 'none';
  }
  const scheme = isEncrypted ? 'https' : 'http';
  return headers.origin === undefined || headers.origin === `${scheme}://${headers.host}`;
}
