import type { Transport } from '@telltale/alerting';
import { Agent, request } from 'undici';

/** A receiver's answer is only logged; more than this is not read. */
const MAX_ANSWER_BYTES = 16 * 1024;

export interface HttpTransport extends Transport {
  close(): Promise<void>;
}

/** Posts notifications over HTTP, with connections kept open between them. */
export function createHttpTransport(): HttpTransport {
  const dispatcher = new Agent({ connections: 4 });
  return {
    post: async ({ url, headers, body, timeoutMs, signal }) => {
      const timeout = AbortSignal.timeout(timeoutMs);
      const response = await request(url, {
        method: 'POST',
        headers,
        body,
        dispatcher,
        signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      });
      return {
        status: response.statusCode,
        headers: flatHeaders(response.headers),
        body: await readStart(response.body),
      };
    },
    close: () => dispatcher.destroy(),
  };
}

async function readStart(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= MAX_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, MAX_ANSWER_BYTES);
}

function flatHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  const flat: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) flat[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return flat;
}
