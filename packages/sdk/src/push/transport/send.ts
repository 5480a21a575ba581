import type { ClientRequest, IncomingMessage } from 'node:http';
import { nodeHttp, nodeHttps } from '../../platform/node-modules.ts';
import { makeOwnRequest } from '../../platform/own-requests.ts';
import { CertificateFault, ClientCertificates } from './client-certificates.ts';
import type { PushRequest } from '../protocol/push-request.ts';
import { shownUrl } from './shown-url.ts';

/** What became of one attempt. */
export type Delivery =
  | { readonly result: 'sent' }
  /** Worth another attempt: nothing answered, or the receiver is busy. */
  | { readonly result: 'failed'; readonly reason: string; readonly retryAfterMs?: number }
  /** The receiver will never take it. */
  | { readonly result: 'refused'; readonly reason: string };

/** How one attempt is made. */
export interface SendOptions {
  /** For the whole attempt, the answer included. */
  readonly timeoutMs: number;
  /** Ends the attempt early. */
  readonly signal?: AbortSignal;
  /** Whether a program that has nothing else to do waits for the attempt. */
  readonly keepsAlive: boolean;
  /** Default: those of the environment. */
  readonly certificates?: ClientCertificates;
}

/** Of an answer, no more is read: a receiver cannot fill our memory. */
const MAX_ANSWER_BYTES = 64 * 1024;
/** Of an answer, so much is shown to people. */
const MAX_SHOWN_CHARACTERS = 200;
const BUSY: ReadonlySet<number> = new Set([408, 425, 429]);
const MAX_RETRY_AFTER_MS = 15 * 60_000;

/** The same for all that is sent. */
const ofEnvironment = new ClientCertificates();

/**
 * Makes one attempt; never throws. Redirects are not followed: they would carry credentials to another
 * place. Uses Node's HTTP client and not `fetch`, so that pushing is not seen by what observes `fetch`.
 */
export function send(push: PushRequest, options: SendOptions): Promise<Delivery> {
  const { promise, resolve } = Promise.withResolvers<Delivery>();
  const opened = open(push, options.certificates ?? ofEnvironment);
  if ('refusal' in opened) return Promise.resolve(opened.refusal);
  const { request } = opened;
  const finish = (delivery: Delivery) => {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
    resolve(delivery);
    // Also ends an answer that does not end by itself.
    request.destroy();
  };
  const fail = (reason: string) => finish({ result: 'failed', reason: `${shownUrl(push.url)}: ${reason}` });
  const abort = () => fail('ended before an answer came');
  const timer = setTimeout(() => fail(`no answer within ${options.timeoutMs} ms`), options.timeoutMs);
  if (!options.keepsAlive) {
    timer.unref();
    request.on('socket', (socket) => socket.unref());
  }
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted) abort();
  request.on('error', (error) => fail(reasonOf(error)));
  request.on('response', (response) => {
    const { statusCode = 0 } = response;
    // It has arrived, whatever the answer goes on to say, and however slowly.
    if (statusCode >= 200 && statusCode < 300) finish({ result: 'sent' });
    else void read(response).then((text) => finish(judge(push, response, text)));
  });
  request.end(push.body);
  return promise;
}

function open(
  push: PushRequest,
  certificates: ClientCertificates,
): { request: ClientRequest } | { refusal: Delivery } {
  try {
    const url = new URL(push.url);
    const isSecure = url.protocol === 'https:';
    const secureContext = isSecure ? certificates.current() : undefined;
    const client = isSecure ? nodeHttps() : nodeHttp();
    const headers = { ...push.headers, 'content-length': String(Buffer.byteLength(push.body)) };
    // A connection of its own for each push: between pushes none is kept open.
    const options = { method: push.method, headers, agent: false, ...(secureContext && { secureContext }) };
    return { request: makeOwnRequest(() => client.request(url, options)) };
  } catch (error) {
    const result = error instanceof CertificateFault ? 'failed' : 'refused';
    return { refusal: { result, reason: `${shownUrl(push.url)}: ${reasonOf(error)}` } };
  }
}

/** The beginning of an answer; what breaks off while it is read is as good as its end. */
async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= MAX_ANSWER_BYTES) break;
    }
  } catch {}
  return Buffer.concat(chunks).toString('utf8', 0, MAX_ANSWER_BYTES);
}

/** What an answer means that is none of success. */
function judge({ url }: PushRequest, { statusCode = 0, headers }: IncomingMessage, text: string): Delivery {
  const reason = `${shownUrl(url)}: HTTP ${statusCode} ${shownText(text)}`.trim();
  if (statusCode < 500 && !BUSY.has(statusCode)) return { result: 'refused', reason };
  const retryAfterMs = parseRetryAfter(headers['retry-after'], Date.now());
  return { result: 'failed', reason, ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** Milliseconds that a receiver asks to wait, in seconds or as a date; at most a quarter of an hour. */
export function parseRetryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), MAX_RETRY_AFTER_MS);
}

/** What a receiver answered, on one line; it may be anything. */
function shownText(text: string): string {
  const line = text.replaceAll(/[\p{C}\s]+/gu, ' ').trim();
  return line.length > MAX_SHOWN_CHARACTERS ? `${line.slice(0, MAX_SHOWN_CHARACTERS)}…` : line;
}

/** The code of a system error says all; messages of others do not contain the address. */
function reasonOf(error: unknown): string {
  const code: unknown = Reflect.get(Object(error), 'code');
  if (typeof code === 'string' && code !== '') return code;
  return error instanceof Error ? error.message : String(error);
}
