import type { FastifyInstance, FastifyRequest } from 'fastify';
import { checkedBody } from '../checked-body.ts';
import type { Sessions } from '../../sign-in/sessions.ts';

/** The cookie that a browser shows instead of the token. */
const COOKIE = 'telltale_session';
/** More in a minute is somebody who guesses. */
const MAX_ATTEMPTS_PER_MINUTE = 10;
const SCHEMA = {
  type: 'object',
  required: ['token'],
  properties: { token: { type: 'string', maxLength: 1024 } },
} as const;
/** What of the station holds nothing that it knows: its pages, and whether it lives. */
const OPEN_PATHS: ReadonlySet<string> = new Set(['/-/healthy', '/-/ready', '/theme.js', '/login']);
const OPEN_FILES = /^\/(?:assets\/[\w.-]+|favicon[\w-]*\.svg)$/;

/** `POST /api/telltale/login` takes the token and gives a cookie, `DELETE` takes it back. */
export function registerSignIn(server: FastifyInstance, sessions: Sessions, now: () => number): void {
  server.post<{ Body: { readonly token: string } }>(
    '/api/telltale/login',
    {
      ...checkedBody(SCHEMA),
      config: { rateLimit: { max: MAX_ATTEMPTS_PER_MINUTE, timeWindow: '1 minute' } },
    },
    async (request, reply) => {
      if (!sessions.isToken(request.body.token)) {
        return reply.code(401).send({ error: 'this is not the token of this station' });
      }
      const { value, maxAgeSeconds } = sessions.issue(now());
      return reply
        .header('set-cookie', cookie(value, maxAgeSeconds, request))
        .code(204)
        .send();
    },
  );
  server.delete('/api/telltale/login', async (request, reply) =>
    reply
      .header('set-cookie', cookie('', 0, request))
      .code(204)
      .send(),
  );
}

/** Whether a request may be answered: it knows the token, or asks for what everybody may have. */
export function isAdmitted(request: FastifyRequest, sessions: Sessions, nowMs: number): boolean {
  const path = request.url.split('?', 1)[0];
  const isReading = request.method === 'GET' || request.method === 'HEAD';
  if (isReading && (OPEN_PATHS.has(path) || OPEN_FILES.test(path))) return true;
  if (path === '/api/telltale/login') return true;
  const [scheme, credentials = ''] = (request.headers.authorization ?? '').split(' ');
  if (scheme.toLowerCase() === 'bearer') return sessions.isToken(credentials);
  const session = cookieOf(request.headers.cookie ?? '');
  return session !== undefined && sessions.isValid(session, nowMs);
}

/** Whether a request is of somebody who looks at a page, and can be led to sign in. */
export function wantsPage({ method, headers }: FastifyRequest): boolean {
  return method === 'GET' && (headers.accept ?? '').includes('text/html');
}

function cookieOf(header: string): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}

function cookie(value: string, maxAgeSeconds: number, { headers }: FastifyRequest): string {
  // Behind a proxy that speaks TLS the cookie must not be sent without it.
  const secure = headers['x-forwarded-proto'] === 'https' ? '; Secure' : '';
  return `${COOKIE}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${maxAgeSeconds}${secure}`;
}
