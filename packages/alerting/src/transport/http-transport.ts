import type { IncomingMessage, RequestOptions } from 'node:http';
import type { AddressGuard } from './address-guard.ts';
import { createAddressGuard } from './address-guard.ts';
import { TransportTimeout } from './transport.ts';
import type { Transport, TransportResponse } from './transport.ts';

/** What {@link createHttpTransport} takes. */
export interface HttpTransportOptions {
  /** Default: all addresses but link-local ones and those of cloud metadata. */
  readonly addresses?: AddressGuard;
}

/** More of an answer is not read: it only serves as an error message. */
const MAX_RESPONSE_BYTES = 64 * 1024;
const MAX_HEADER_BYTES = 16 * 1024;

/**
 * Posts over HTTP and HTTPS, each time by a connection of its own: one that is kept may be closed by the
 * server at the very moment it is used again, and the message would count as failed. Redirects are not
 * followed, so that nothing that is meant for one host reaches another. Errors name no URL: it may be a secret.
 */
export function createHttpTransport({
  addresses = createAddressGuard(),
}: HttpTransportOptions = {}): Transport {
  return {
    post: async ({ url, headers, body, timeoutMs, signal }) => {
      const target = URL.parse(url);
      if (target?.protocol !== 'http:' && target?.protocol !== 'https:') {
        throw new Error('the address is no http or https URL');
      }
      addresses.checkHost(target.hostname);
      const timeout = AbortSignal.timeout(timeoutMs);
      const options: RequestOptions = {
        method: 'POST',
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
        agent: false,
        lookup: addresses.lookup,
        maxHeaderSize: MAX_HEADER_BYTES,
        signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
      };
      try {
        return await exchange(target, options, body);
      } catch (error) {
        if (timeout.aborted) throw new TransportTimeout(`no answer within ${timeoutMs} ms`, { cause: error });
        throw error;
      }
    },
  };
}

function exchange(target: URL, options: RequestOptions, body: string): Promise<TransportResponse> {
  // An import of node:http makes Node.js load its fetch, too: 40 ms of each start.
  const http = process.getBuiltinModule(target.protocol === 'https:' ? 'node:https' : 'node:http');
  return new Promise((resolve, reject) => {
    const request = http.request(target, options);
    request.once('response', (response) => readResponse(response).then(resolve, reject));
    request.once('error', reject);
    request.end(body);
  });
}

async function readResponse(response: IncomingMessage): Promise<TransportResponse> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size >= MAX_RESPONSE_BYTES) break;
  }
  const headers = Object.entries(response.headers).map(([name, value]) => [name, String(value)]);
  return {
    status: response.statusCode ?? 0,
    headers: Object.fromEntries(headers),
    body: Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES).toString('utf8'),
  };
}
