import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip, inflate, zstdDecompress } from 'node:zlib';
import type { BodyBudget } from './body-budget.ts';
import { MAX_BODY_BYTES } from './body-budget.ts';
import { RefusedRequest } from './refused-request.ts';

/** The most that a body may grow when it is decompressed; what programs send grows tenfold. */
const MAX_RATIO = 200;
/** So much may come of any body: a few lines that are all alike are no attack. */
const SMALL_BYTES = 64 * 1024;

type Decompress = (bytes: Uint8Array, options: { readonly maxOutputLength: number }) => Promise<Buffer>;

const DECOMPRESS: ReadonlyMap<string, Decompress> = new Map<string, Decompress>([
  ['gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['zstd', promisify(zstdDecompress)],
]);

/** A body that was read, which counts against the budget until it is released. */
export interface Body {
  readonly bytes: Buffer;
  release(): void;
}

/**
 * Reads the body of a request and decompresses it.
 *
 * @throws RefusedRequest for one that is too large, grows too much, is cut, or is compressed in an unknown way; and
 * when the budget is spent
 */
export async function readBody(request: IncomingMessage, budget: BodyBudget): Promise<Body> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  const decompress = DECOMPRESS.get(encoding);
  if (!decompress && encoding !== 'identity' && encoding !== '') {
    throw new RefusedRequest(
      'unsupported',
      `content-encoding "${encoding}" is none of gzip, deflate and zstd`,
    );
  }
  const sent = await readSentBody(request, budget);
  if (!decompress) return sent;
  try {
    const bytes = await decompressed(sent.bytes, encoding, decompress);
    if (!budget.take(bytes.length)) throw overloaded();
    return { bytes, release: () => budget.release(bytes.length) };
  } finally {
    sent.release();
  }
}

/**
 * Reads the body of a request as it was sent.
 *
 * @throws RefusedRequest for one that is too large or cut, and when the budget is spent
 */
export async function readSentBody(request: IncomingMessage, budget: BodyBudget): Promise<Body> {
  if (Number(request.headers['content-length'] ?? 0) > MAX_BODY_BYTES) throw tooLarge();
  const chunks: Buffer[] = [];
  let length = 0;
  const release = () => budget.release(length);
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      if (length + chunk.length > MAX_BODY_BYTES) throw tooLarge();
      if (!budget.take(chunk.length)) throw overloaded();
      length += chunk.length;
      chunks.push(chunk);
    }
  } catch (error) {
    release();
    if (error instanceof RefusedRequest) throw error;
    throw new RefusedRequest('malformed', 'the request ended before its body');
  }
  return { bytes: Buffer.concat(chunks, length), release };
}

async function decompressed(sent: Buffer, encoding: string, decompress: Decompress): Promise<Buffer> {
  const maxOutputLength = Math.min(MAX_BODY_BYTES, Math.max(SMALL_BYTES, sent.length * MAX_RATIO));
  try {
    return await decompress(sent, { maxOutputLength });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code !== 'ERR_BUFFER_TOO_LARGE') {
      throw new RefusedRequest('malformed', `the body is no whole ${encoding}`);
    }
    if (maxOutputLength === MAX_BODY_BYTES) throw tooLarge();
    throw new RefusedRequest(
      'too_large',
      `the body grows more than ${MAX_RATIO} times when it is decompressed`,
    );
  }
}

function tooLarge(): RefusedRequest {
  return new RefusedRequest(
    'too_large',
    `the body is larger than ${MAX_BODY_BYTES} bytes; send smaller batches`,
  );
}

function overloaded(): RefusedRequest {
  return new RefusedRequest('overloaded', 'too many requests at once; send it again a little later');
}
