import type { IncomingHttpHeaders } from 'node:http';
import type { Access, AccessSource, ProxyAccess } from './access.ts';
import { isFromThisMachine } from './local-connections.ts';
import { PasswordChecker } from './password-checker.ts';
import type { Principal } from './principal.ts';
import type { Session, Sessions } from './sessions.ts';
import { createSessions } from './sessions.ts';
import { findToken, hashToken } from './tokens.ts';
import { readProxyHeaders } from './trusted-proxy.ts';

/** What a request says of who sends it. */
export interface Credentials {
  readonly headers: IncomingHttpHeaders;
  /** Names and values by turns, as they came; of requests that come through a proxy. */
  readonly rawHeaders?: readonly string[];
  /** The session that the browser keeps. */
  readonly session?: string | undefined;
  /** Addresses of the connection itself, whatever headers say. */
  readonly remoteAddress?: string | undefined;
  readonly localAddress?: string | undefined;
}

/** Somebody was named: it is so, or it is not. */
type Known = { readonly kind: 'principal'; readonly principal: Principal } | Refusal;

/** Why somebody who was named is not taken for who they say they are, or has no role. */
export interface Refusal {
  readonly kind: 'refused';
  readonly status: 401 | 403 | 429;
  readonly reason: string;
  readonly retryAfterSeconds?: number;
}

/** Who sends a request. */
export type Identity = Known | { readonly kind: 'nobody' };

/** What came of the sign-in page. */
export type OpenedSession =
  | { readonly kind: 'principal'; readonly principal: Principal; readonly session: Session }
  | Refusal;

/** What the sign-in page sends: a token, or a user and their password. */
export interface SignInAttempt {
  readonly token?: string;
  readonly user?: string;
  readonly password?: string;
}

/** What {@link SignIn} takes. */
export interface SignInOptions {
  readonly access: AccessSource;
  /** Signs sessions. */
  readonly sessionKey: Buffer;
  /** What the station and its parts send where they ask the station itself. */
  readonly ownToken?: string;
  readonly now: () => number;
}

/** Knows who asks: by a proxy that is trusted, a token, a password, a session, or because they are on this machine. */
export class SignIn {
  readonly #access: AccessSource;
  readonly #sessions: Sessions;
  readonly #passwords: PasswordChecker;
  readonly #ownTokenHash: string | undefined;
  readonly #now: () => number;

  constructor({ access, sessionKey, ownToken, now }: SignInOptions) {
    this.#access = access;
    this.#sessions = createSessions(sessionKey);
    this.#passwords = new PasswordChecker(now);
    this.#ownTokenHash = ownToken === undefined ? undefined : hashToken(ownToken);
    this.#now = now;
  }

  /** The proxy that is trusted, where a connection is of it. */
  proxyAt(remoteAddress: string | undefined): ProxyAccess | undefined {
    const { proxy } = this.#access.current();
    return proxy?.from.has(remoteAddress) ? proxy : undefined;
  }

  /** Headers that nobody but the proxy may send. */
  get proxyHeaders(): readonly string[] {
    const { proxy } = this.#access.current();
    return proxy ? [proxy.userHeader, proxy.groupsHeader] : [];
  }

  /** Who sends a request. */
  async identify(credentials: Credentials): Promise<Identity> {
    const access = this.#access.current();
    const { headers, remoteAddress, localAddress, session } = credentials;
    const proxy = this.proxyAt(remoteAddress);
    const word = proxy && readProxyHeaders(proxy, headers, credentials.rawHeaders ?? []);
    if (word) return word;
    const named = await this.#byAuthorization(access, headers.authorization ?? '', remoteAddress ?? '');
    if (named) return named;
    const principal = session === undefined ? undefined : this.#sessions.read(session, access, this.#now());
    if (principal) return { kind: 'principal', principal };
    // Whoever comes through the proxy is not on this machine, wherever the proxy is.
    const isHere = !proxy && isFromThisMachine(localAddress);
    if (!isHere || access.local === undefined) return { kind: 'nobody' };
    return { kind: 'principal', principal: { name: 'local', role: access.local, how: 'local' } };
  }

  /** Takes what the sign-in page sends, and opens a session where it is right. */
  async open({ token, user = '', password = '' }: SignInAttempt, address: string): Promise<OpenedSession> {
    const access = this.#access.current();
    const identity =
      token === undefined ? await this.#byPassword(access, user, password, address) : byToken(access, token);
    if (identity.kind === 'refused') return identity;
    const { principal } = identity;
    return { ...identity, session: this.#sessions.issue(principal, access, this.#now()) };
  }

  /** `undefined` where the header names nobody whom this station could know. */
  async #byAuthorization(access: Access, header: string, address: string): Promise<Known | undefined> {
    const [scheme, credentials = ''] = header.split(' ', 2);
    switch (scheme.toLowerCase()) {
      case 'bearer':
        if (this.#isOwn(credentials)) {
          return { kind: 'principal', principal: { name: 'station', role: 'admin', how: 'station' } };
        }
        return access.tokens.length > 0 ? byToken(access, credentials) : undefined;
      case 'basic': {
        if (access.users.length === 0) return undefined;
        const [name, ...password] = Buffer.from(credentials, 'base64').toString().split(':');
        return this.#byPassword(access, name, password.join(':'), address);
      }
      default:
        return undefined;
    }
  }

  #isOwn(token: string): boolean {
    return this.#ownTokenHash !== undefined && hashToken(token) === this.#ownTokenHash;
  }

  async #byPassword({ users }: Access, name: string, password: string, address: string): Promise<Known> {
    const verdict = await this.#passwords.check(users, { name, password, address });
    switch (verdict.kind) {
      case 'right': {
        const { role } = verdict.user;
        return { kind: 'principal', principal: { name, role, how: 'user' } };
      }
      case 'wrong':
        return { kind: 'refused', status: 401, reason: 'The user or the password is wrong.' };
      case 'later': {
        const reason = 'Too many passwords were tried: wait a minute.';
        return { kind: 'refused', status: 429, reason, retryAfterSeconds: verdict.seconds };
      }
    }
  }
}

function byToken({ tokens }: Access, sent: string): Known {
  const entry = findToken(tokens, sent);
  if (!entry) return { kind: 'refused', status: 401, reason: 'This token is not known here, or no longer.' };
  return { kind: 'principal', principal: { name: entry.name, role: entry.role, how: 'token' } };
}
