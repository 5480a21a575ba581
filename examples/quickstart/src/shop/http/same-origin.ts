import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/;

/**
 * Whether a request may change something: it must have been sent to this machine by name, and not by
 * a page of another site that the visitor has open.
 */
export function isSameOrigin(request: IncomingMessage): boolean {
  const { host = '', origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (!LOOPBACK.test(host)) return false;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  return origin === undefined || origin === `http://${host}`;
}
