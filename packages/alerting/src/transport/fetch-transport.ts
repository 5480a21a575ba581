import type { Transport, TransportResponse } from './transport.ts';

/** More of an answer is not read: it only serves as an error message. */
const MAX_RESPONSE_BYTES = 64 * 1024;

/** A transport over the runtime's `fetch`. Redirects are not followed. */
export function createFetchTransport(): Transport {
  return {
    post: async ({ url, headers, body, timeoutMs, signal }) => {
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const response = await fetch(url, {
          method: 'POST',
          headers,
          body,
          redirect: 'manual',
          signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
        });
        return await readResponse(response);
      } catch (error) {
        if (timeout.aborted) throw new Error(`no answer within ${timeoutMs} ms`, { cause: error });
        throw new Error(reasonOf(error), { cause: error });
      }
    },
  };
}

async function readResponse(response: Response): Promise<TransportResponse> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    size += chunk.length;
    // Leaving the loop cancels the rest of the body.
    if (size >= MAX_RESPONSE_BYTES) break;
  }
  const body = Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES).toString('utf8');
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}

/** `fetch` hides the cause ("connect ECONNREFUSED …") behind "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message || error.message : error.message;
}
