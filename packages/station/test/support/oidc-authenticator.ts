import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Somebody whom the identity provider knows. */
export interface OidcUser {
  readonly name: string;
  readonly groups: readonly string[];
}

/** What stands behind `auth_request` of a reverse proxy, as oauth2-proxy does: it says who a session is of. */
export interface OidcAuthenticator {
  readonly url: string;
  /** Signs somebody in as after the way by the identity provider; gives the cookie of the session. */
  signIn(user: OidcUser): string;
  /** What it was asked wrongly: a proxy that hands on what clients say of themselves, or asks with a body. */
  readonly faults: readonly string[];
}

const COOKIE = /(?:^|; )_oauth2_proxy=([\w-]+)(?:;|$)/;

/** Strict: whatever is not asked as the protocol has it is a fault. */
export async function oidcAuthenticator(): Promise<OidcAuthenticator> {
  const sessions = new Map<string, OidcUser>();
  const faults: string[] = [];
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    if (request.method !== 'GET' || request.url !== '/oauth2/auth') {
      faults.push(`${request.method} ${request.url} is not asked of an authenticator`);
      response.writeHead(404).end();
      return;
    }
    if ((request.headers['content-length'] ?? '0') !== '0') faults.push('asked with a body');
    for (const name of ['x-forwarded-user', 'x-forwarded-groups']) {
      if (request.headers[name] !== undefined) faults.push(`${name} of the client was handed on`);
    }
    const user = sessions.get(COOKIE.exec(request.headers.cookie ?? '')?.[1] ?? '');
    if (!user) {
      response.writeHead(401).end();
      return;
    }
    response.writeHead(202, {
      'x-auth-request-user': user.name,
      'x-auth-request-groups': user.groups.join(','),
    });
    response.end();
  };
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    signIn: (user) => {
      const id = randomBytes(16).toString('hex');
      sessions.set(id, user);
      return `_oauth2_proxy=${id}`;
    },
    faults,
  };
}
