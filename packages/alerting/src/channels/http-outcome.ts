import { TransportTimeout } from '../transport/transport.ts';
import type { TransportResponse } from '../transport/transport.ts';
import type { FailureReason, SendOutcome } from './channel.ts';

const MAX_ERROR_LENGTH = 200;

/** Judges an answer: 2xx is delivered; 408, 425, 429 and 5xx are tried again; all else is refused. */
export function outcomeOfResponse({ status, headers, body }: TransportResponse, nowMs: number): SendOutcome {
  if (status >= 200 && status < 300) return { kind: 'delivered' };
  const detail = body.trim().slice(0, MAX_ERROR_LENGTH);
  const error = detail === '' ? `HTTP ${status}` : `HTTP ${status}: ${detail}`;
  const isTemporary = status === 408 || status === 425 || status === 429 || status >= 500;
  return {
    kind: isTemporary ? 'retry' : 'refused',
    reason: reasonOf(status),
    error,
    retryAfterMs: parseRetryAfter(headers['retry-after'], nowMs),
  };
}

/** What a post that got no answer means: it may succeed later. */
export function outcomeOfError(error: unknown): SendOutcome {
  const reason = error instanceof TransportTimeout ? 'contextDeadlineExceeded' : 'other';
  return { kind: 'retry', reason, error: error instanceof Error ? error.message : String(error) };
}

/** Reads `Retry-After`: seconds, or an HTTP date. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const dateMs = Date.parse(header);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

function reasonOf(status: number): FailureReason {
  if (status === 401 || status === 403) return 'authError';
  if (status === 429) return 'rateLimited';
  return status >= 500 ? 'serverError' : 'clientError';
}
