import type { FastifyInstance } from 'fastify';
import type { WhoAmI } from '../../contract.ts';
import { mayDo } from '../../sign-in/roles.ts';
import type { SignIn, SignInAttempt } from '../../sign-in/sign-in.ts';
import { checkedBody } from '../checked-body.ts';
import { permit } from '../../sign-in/permit.ts';
import { sessionCookie } from './session-cookie.ts';

/** More in a minute is somebody who guesses. */
const MAX_ATTEMPTS_PER_MINUTE = 10;
const TEXT = { type: 'string', maxLength: 1024 } as const;
const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: { token: TEXT, user: TEXT, password: TEXT },
  oneOf: [{ required: ['token'] }, { required: ['user', 'password'] }],
} as const;

/**
 * `GET /api/telltale/me` says who asks. Where a station knows people, `POST /api/telltale/login` takes a token, or a
 * user and a password, and gives a cookie; `DELETE` takes it back.
 */
export function registerSignIn(server: FastifyInstance, signIn: SignIn | undefined): void {
  server.get(
    '/api/telltale/me',
    permit('enter'),
    async ({ principal }, reply): Promise<WhoAmI | undefined> => {
      reply.header('cache-control', 'no-store');
      return principal;
    },
  );
  if (!signIn) return;
  const limit = { rateLimit: { max: MAX_ATTEMPTS_PER_MINUTE, timeWindow: '1 minute' } };
  server.post<{ Body: SignInAttempt }>(
    '/api/telltale/login',
    { ...checkedBody(SCHEMA), config: { ...permit('open').config, ...limit } },
    async (request, reply) => {
      const opened = await signIn.open(request.body, request.socket.remoteAddress ?? '');
      if (opened.kind === 'refused') return reply.code(opened.status).send({ error: opened.reason });
      request.principal = opened.principal;
      if (!mayDo(opened.principal.role, 'view')) {
        const error = `${opened.principal.name} is for programs that send, and sees no page.`;
        return reply.code(403).send({ error });
      }
      const { value, maxAgeSeconds } = opened.session;
      return reply
        .header('set-cookie', sessionCookie(value, maxAgeSeconds, request))
        .code(204)
        .send();
    },
  );
  server.delete('/api/telltale/login', permit('open'), async (request, reply) =>
    reply
      .header('set-cookie', sessionCookie('', 0, request))
      .code(204)
      .send(),
  );
}
