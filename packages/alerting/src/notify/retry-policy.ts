import type { TransportResponse } from '../transport/transport.ts';

/** What an answer means for a message. */
export type Verdict =
  | { readonly kind: 'delivered' }
  | { readonly kind: 'retry' | 'refused'; readonly error: string };

const FIRST_DELAY_MS = 500;
const MAX_DELAY_MS = 60_000;
/** A receiver may ask for a longer pause, but not for ever. */
const MAX_RETRY_AFTER_MS = 3_600_000;
const MAX_ERROR_LENGTH = 200;

/** Judges an answer: 2xx is delivered; 408, 429 and 5xx are tried again; all else is refused. */
export function judgeResponse({ status, body }: TransportResponse): Verdict {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const detail = body.trim().slice(0, MAX_ERROR_LENGTH);
  const error = detail === '' ? `HTTP ${status}` : `HTTP ${status}: ${detail}`;
  const isTemporary = status === 408 || status === 429 || status >= 500;
  return { kind: isTemporary ? 'retry' : 'refused', error };
}

/**
 * Milliseconds until the next attempt: doubling from half a second to a minute, spread by ±50 % so
 * that receivers are not hit in step, and not before the receiver's `Retry-After`.
 */
export function retryDelayMs(
  attempts: number,
  random: () => number,
  retryAfterMs: number | undefined,
): number {
  const base = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempts - 1, 20));
  return Math.max(base * (0.5 + random()), Math.min(retryAfterMs ?? 0, MAX_RETRY_AFTER_MS));
}

/** Reads `Retry-After`: seconds, or an HTTP date. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}
