import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyRequest } from 'fastify';

/** The cookie that a browser shows instead of a token or a password. */
const COOKIE = 'telltale_session';

/** The session that a browser shows. */
export function sessionOf({ cookie = '' }: IncomingHttpHeaders): string | undefined {
  const pairs = cookie.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}

/** The `Set-Cookie` of a session. */
export function sessionCookie(value: string, maxAgeSeconds: number, request: FastifyRequest): string {
  // Behind a proxy that speaks TLS the cookie must not be sent without it.
  const isSecure = request.protocol === 'https' || request.headers['x-forwarded-proto'] === 'https';
  const secure = isSecure ? '; Secure' : '';
  return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${secure}`;
}
