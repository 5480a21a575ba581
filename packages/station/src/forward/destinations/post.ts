import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { parseRetryAfter } from '@telltale/alerting';
import type { Dispatcher } from 'undici';
import { request } from 'undici';
import type { SendOutcome } from './destination.ts';

const compress = promisify(gzip);

/** For the whole exchange. */
const TIMEOUT_MS = 30_000;
/** Of the answer; what is longer is broken off. */
const MAX_ANSWER_BYTES = 8 * 1024 * 1024;
const MAX_SHOWN_LENGTH = 200;

/** A request to a receiver. */
export interface ForwardRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly signal: AbortSignal;
  readonly dispatcher: Dispatcher;
  /** Default: 30,000 ms. */
  readonly timeoutMs?: number;
}

/** What a receiver answered. */
export interface ForwardAnswer {
  readonly status: number;
  readonly retryAfterMs?: number | undefined;
  readonly body: Uint8Array;
}

/**
 * Posts compressed. Redirects are not followed, so that nothing that is meant for one host reaches another.
 *
 * @throws Error when no whole answer came, without the address, which may hold what is secret.
 */
export async function post(options: ForwardRequest): Promise<ForwardAnswer> {
  const { url, headers, body, dispatcher, timeoutMs = TIMEOUT_MS } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await request(url, {
      method: 'POST',
      headers: { ...headers, 'content-encoding': 'gzip' },
      body: await compress(body),
      dispatcher,
      signal: AbortSignal.any([timeout, options.signal]),
    });
    const answer = await readBounded(response.body);
    const header = response.headers['retry-after'];
    const retryAfterMs = parseRetryAfter(Array.isArray(header) ? header[0] : header, Date.now());
    return { status: response.statusCode, retryAfterMs, body: answer };
  } catch (error) {
    if (timeout.aborted) throw new Error(`no answer within ${timeoutMs} ms`, { cause: error });
    throw error;
  }
}

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size > MAX_ANSWER_BYTES) throw new Error(`the answer is longer than ${MAX_ANSWER_BYTES} bytes`);
  }
  return Buffer.concat(chunks);
}

/**
 * What an answer means that is no success. What can be put right at the receiver, its address or its credentials is
 * tried again; what is wrong with the request itself is refused.
 */
export function outcomeOfAnswer({ status, retryAfterMs, body }: ForwardAnswer): SendOutcome {
  const reason = answerText(status, body);
  if (status === 413) return { kind: 'too-large', reason };
  if (status === 400 || status === 415 || status === 422) return { kind: 'refused', reason };
  if (status >= 300 && status < 400)
    return { kind: 'retry', reason: `${reason}: redirects are not followed` };
  return { kind: 'retry', reason, retryAfterMs };
}

/** An answer for people, on one line. */
export function answerText(status: number, body: Uint8Array): string {
  return `HTTP ${status}${shown(body)}`;
}

/** What no answer means. */
export function outcomeOfError(error: unknown): SendOutcome {
  return { kind: 'retry', reason: textOf(error) };
}

/** Errors of connections to several addresses have none of their own. */
function textOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(textOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

/** What a receiver answered, on one line; it may be anything. */
function shown(body: Uint8Array): string {
  const text = Buffer.from(body.subarray(0, MAX_SHOWN_LENGTH * 4)).toString();
  const line = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  if (line === '') return '';
  return `: ${line.length > MAX_SHOWN_LENGTH ? `${line.slice(0, MAX_SHOWN_LENGTH)}…` : line}`;
}
