import type { ResolvedMetricsForward } from '@telltale/definition';
import { parseRetryAfter } from '@telltale/alerting';
import snappy from 'snappyjs';
import type { Dispatcher } from 'undici';
import { request } from 'undici';
import { credentialHeaders } from '../../access/credentials.ts';
import { explainFailure } from '../../access/explain-failure.ts';
import type { HttpConnections } from '../../access/http-connections.ts';
import type { SendOutcome } from '../destinations/destination.ts';
import { answerText } from '../destinations/post.ts';

/** For the whole exchange. */
const TIMEOUT_MS = 30_000;
/** More of an answer is not read. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** A server that takes remote write 1.0. */
export interface RemoteWriteReceiver {
  /** Sends a `prometheus.WriteRequest` as {@link compressRequest} made it. Never rejects. */
  send(body: Uint8Array, signal: AbortSignal): Promise<SendOutcome>;
}

export interface RemoteWriteReceiverOptions {
  readonly settings: ResolvedMetricsForward;
  readonly connections: HttpConnections;
  /** Default: 30,000 ms. */
  readonly timeoutMs?: number;
}

/** Compresses a request, once for all attempts. */
export function compressRequest(request: Uint8Array): Uint8Array {
  return snappy.compress(request);
}

/** Speaks remote write 1.0. Redirects are not followed, so that nothing that is meant for one host reaches another. */
export function createRemoteWriteReceiver(options: RemoteWriteReceiverOptions): RemoteWriteReceiver {
  const { settings, connections, timeoutMs = TIMEOUT_MS } = options;
  const url = new URL(settings.url);
  return {
    send: async (body, stop) => {
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const [headers, dispatcher] = await Promise.all([
          credentialHeaders(settings.access, url),
          connections.dispatcherFor(settings.access),
        ]);
        const { statusCode, ...answer } = await request(url, {
          method: 'POST',
          dispatcher,
          headers: { ...headers, ...REMOTE_WRITE_HEADERS },
          body,
          signal: AbortSignal.any([timeout, stop]),
        });
        return await outcomeOf(statusCode, answer);
      } catch (error) {
        const reason = timeout.aborted ? `no answer within ${timeoutMs} ms` : explainFailure(error);
        return { kind: 'retry', reason };
      }
    },
  };
}

const REMOTE_WRITE_HEADERS = {
  'content-type': 'application/x-protobuf',
  'content-encoding': 'snappy',
  'x-prometheus-remote-write-version': '0.1.0',
  'user-agent': 'telltale',
};

/**
 * What can be put right at the receiver, its address or the credentials, or passes by itself. Thanos answers 409, and others
 * 400, to samples that they will never take.
 */
const PASSING: ReadonlySet<number> = new Set([401, 403, 404, 405, 407, 408, 421, 425, 429]);

type Answer = Pick<Dispatcher.ResponseData, 'headers' | 'body'>;

async function outcomeOf(status: number, { headers, body }: Answer): Promise<SendOutcome> {
  if (status >= 200 && status <= 299) {
    // It has what was sent; whatever it says about that must not hold up the next request.
    body.dump({ limit: MAX_ANSWER_BYTES }).catch(() => {});
    return { kind: 'sent', rejected: 0 };
  }
  const retryAfter = headers['retry-after'];
  const text = await beginningOf(body);
  const retryAfterMs = parseRetryAfter(Array.isArray(retryAfter) ? retryAfter[0] : retryAfter, Date.now());
  const reason = answerText(status, text);
  if (status === 413) return { kind: 'too-large', reason };
  const isFinal = status >= 400 && status <= 499 && !PASSING.has(status);
  return isFinal ? { kind: 'refused', reason } : { kind: 'retry', reason, retryAfterMs };
}

/** What fits of it; the status says enough where the rest does not come. */
async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      chunks.push(chunk.subarray(0, MAX_ANSWER_BYTES - size));
      size += chunk.length;
      // Leaving the loop closes the connection.
      if (size >= MAX_ANSWER_BYTES) break;
    }
  } catch {
    // The status stands.
  }
  return Buffer.concat(chunks);
}
