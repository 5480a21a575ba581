import type { IncomingMessage } from 'node:http';
import type { BodyBudget } from '../body/body-budget.ts';
import { MAX_BODY_BYTES } from '../body/body-budget.ts';
import type { Body } from '../body/read-body.ts';
import { readBody, readSentBody } from '../body/read-body.ts';
import { RefusedRequest } from '../body/refused-request.ts';
import { decompressSnappy, readSnappyHead } from './snappy-block.ts';

/**
 * Reads the body of a remote-write request: a block of Snappy, as the protocol has it, or Zstandard, which
 * VictoriaMetrics' agents may send.
 *
 * @throws RefusedRequest
 */
export async function readRemoteWriteBody(request: IncomingMessage, budget: BodyBudget): Promise<Body> {
  const encoding = (request.headers['content-encoding'] ?? 'snappy').trim().toLowerCase();
  if (encoding === 'zstd') return readBody(request, budget);
  if (encoding !== 'snappy') {
    throw new RefusedRequest('unsupported', `content-encoding "${encoding}" is neither snappy nor zstd`);
  }
  const sent = await readSentBody(request, budget);
  try {
    const head = readSnappyHead(sent.bytes);
    if (head.length > MAX_BODY_BYTES) {
      throw new RefusedRequest('too_large', `the body has more than ${MAX_BODY_BYTES} bytes decompressed`);
    }
    if (!budget.take(head.length)) {
      throw new RefusedRequest('overloaded', 'too many requests at once; send it again a little later');
    }
    try {
      const bytes = decompressSnappy(sent.bytes, head);
      return { bytes, release: () => budget.release(head.length) };
    } catch (error) {
      budget.release(head.length);
      throw error;
    }
  } finally {
    sent.release();
  }
}
