import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** Knows who was given the token. */
export interface Sessions {
  /** Whether a text is the token. Takes as long for every text. */
  readonly isToken: (text: string) => boolean;
  /** What a browser keeps in the token's place. */
  readonly issue: (nowMs: number) => { readonly value: string; readonly maxAgeSeconds: number };
  /** Whether a value was issued, by this station or before it was restarted, and still counts. */
  readonly isValid: (value: string, nowMs: number) => boolean;
}

const SESSION_MS = 30 * 86_400_000;

/** Sessions that a token opens; with another token none of them counts any more. */
export function createSessions(token: string): Sessions {
  const sign = (expiresMs: number): string =>
    createHmac('sha256', token).update(`telltale session ${expiresMs}`).digest('base64url');
  return {
    isToken: (text) => isEqual(text, token),
    issue: (nowMs) => {
      const expiresMs = nowMs + SESSION_MS;
      return { value: `${expiresMs}.${sign(expiresMs)}`, maxAgeSeconds: SESSION_MS / 1000 };
    },
    isValid: (value, nowMs) => {
      const [expires, signature, ...rest] = value.split('.');
      if (!/^\d{1,16}$/.test(expires) || signature === undefined || rest.length > 0) return false;
      return Number(expires) > nowMs && isEqual(signature, sign(Number(expires)));
    },
  };
}

/** Compares texts of any length without telling by time where they differ. */
function isEqual(a: string, b: string): boolean {
  const [one, other] = [a, b].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(one, other);
}
