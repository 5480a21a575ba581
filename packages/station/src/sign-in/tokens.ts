import { createHash, randomBytes } from 'node:crypto';
import type { TokenEntry } from './access.ts';

/** Shorter ones are guessed. */
export const MIN_TOKEN_LENGTH = 16;
const TOKEN_BYTES = 32;
/** What a token begins with, so that scanners of repositories and people know one when they see it. */
const PREFIX = 'telltale_';

/** A new token, which nobody guesses. */
export function makeToken(): string {
  return `${PREFIX}${randomBytes(TOKEN_BYTES).toString('base64url')}`;
}

/** What is kept of a token. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/**
 * The entry of a token that was sent. Hashes are compared as texts: how long that takes tells about the hash of what
 * was sent, which leads nobody to a token.
 */
export function findToken(entries: readonly TokenEntry[], sent: string): TokenEntry | undefined {
  if (sent.length < MIN_TOKEN_LENGTH) return undefined;
  const sha256 = hashToken(sent);
  return entries.find((entry) => entry.sha256 === sha256);
}
