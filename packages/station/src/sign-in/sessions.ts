import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Access } from './access.ts';
import type { Principal } from './principal.ts';
import type { Role } from './roles.ts';

/** Who can open a session: an entry of the access. */
export type SessionHolder = Pick<Principal, 'name' | 'how'>;

/** What a browser keeps in the place of a token or a password. */
export interface Session {
  readonly value: string;
  readonly maxAgeSeconds: number;
}

/** Opens sessions, and knows them again. */
export interface Sessions {
  /** A session of somebody who is in the access. */
  readonly issue: (holder: SessionHolder, access: Access, nowMs: number) => Session;
  /** Whose session a value is, with the role that they have now; `undefined` where it counts no more. */
  readonly read: (value: string, access: Access, nowMs: number) => Principal | undefined;
}

const SESSION_MS = 30 * 86_400_000;

/**
 * Sessions that are signed and not kept. The signature holds the hash of the token or password they were opened by:
 * whoever is taken out of the access, or gets another password, has no session any more.
 *
 * @param key Of this station; with another one none of its sessions counts.
 */
export function createSessions(key: Buffer): Sessions {
  const sign = (expires: string, { how, name }: SessionHolder, secret: string): string => {
    const encoded = Buffer.from(name).toString('base64url');
    return createHmac('sha256', key)
      .update(`telltale session ${expires} ${how} ${encoded} ${secret}`)
      .digest('base64url');
  };
  return {
    issue: (holder, access, nowMs) => {
      const expires = String(nowMs + SESSION_MS);
      const secret = entryOf(holder, access)?.secret ?? '';
      const name = Buffer.from(holder.name).toString('base64url');
      const value = [expires, holder.how, name, sign(expires, holder, secret)].join('.');
      return { value, maxAgeSeconds: SESSION_MS / 1000 };
    },
    read: (value, access, nowMs) => {
      const [expires, how, encoded, signature, ...rest] = value.split('.');
      if (!/^\d{1,16}$/.test(expires) || signature === undefined || rest.length > 0) return undefined;
      if (how !== 'token' && how !== 'user') return undefined;
      const holder: SessionHolder = { how, name: Buffer.from(encoded, 'base64url').toString() };
      const entry = entryOf(holder, access);
      if (!entry || Number(expires) <= nowMs) return undefined;
      if (!isEqual(signature, sign(expires, holder, entry.secret))) return undefined;
      return { name: holder.name, role: entry.role, how };
    },
  };
}

function entryOf(
  { how, name }: SessionHolder,
  { tokens, users }: Access,
): { readonly role: Role; readonly secret: string } | undefined {
  if (how === 'token') {
    const token = tokens.find((entry) => entry.name === name);
    return token && { role: token.role, secret: token.sha256 };
  }
  const user = how === 'user' ? users.find((entry) => entry.name === name) : undefined;
  return user && { role: user.role, secret: user.password };
}

/** Compares signatures without telling by time where they differ. */
function isEqual(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
