import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { AccessResponse } from './access-response.ts';
import { ReceivedBody } from './received-body.ts';

const inflate = promisify(gunzip);

/** Pages never compress better; what does is made to fill the memory. */
const MAX_RATIO = 200;
/** Smaller bodies may compress as they like. */
const RATIO_FROM_BYTES = 1024 * 1024;
/** More of a body that nobody wants is not read. */
const MAX_DISCARDED_BYTES = 16 * 1024;
const INFLATE_CHUNK_BYTES = 128 * 1024;

/** A body is larger than is taken. */
export class BodyTooLarge extends Error {}

/**
 * Reads a body, decompressed. Neither what is read nor what it is decompressed to is ever larger in memory than
 * the limit.
 *
 * @throws BodyTooLarge
 */
export async function readBody(response: AccessResponse, maxBytes: number): Promise<Uint8Array> {
  return (await receiveBody(response, maxBytes)).copy();
}

/**
 * Reads a body as {@link readBody} does, for who reads it at once.
 *
 * @throws BodyTooLarge
 */
export async function receiveBody(
  { headers, body }: AccessResponse,
  maxBytes: number,
): Promise<ReceivedBody> {
  const encoding = String(headers['content-encoding'] ?? 'identity').toLowerCase();
  const isGzip = encoding === 'gzip' || encoding === 'x-gzip';
  if (!isGzip && encoding !== 'identity' && encoding !== '') {
    giveUp(body);
    throw new Error(`the body is encoded as "${encoding.slice(0, 40)}"; only gzip was asked for`);
  }
  if (Number(headers['content-length'] ?? 0) > maxBytes) {
    giveUp(body);
    throw new BodyTooLarge(`the body is larger than ${maxBytes} bytes`);
  }
  const raw = await readLimited(body, maxBytes);
  return isGzip ? new ReceivedBody([await inflated(raw.copy(), maxBytes)]) : raw;
}

/** Reads what is left of a small body, so that its connection can be kept, and ends the connection of a larger one. */
export async function discardBody({ body }: AccessResponse, signal: AbortSignal): Promise<void> {
  // What became of it does not matter any more.
  await body.dump({ limit: MAX_DISCARDED_BYTES, signal }).catch(() => {});
}

function giveUp(body: AccessResponse['body']): void {
  body.on('error', () => {}).destroy();
}

async function readLimited(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<ReceivedBody> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    // Leaving the loop closes the connection.
    if (length > maxBytes) throw new BodyTooLarge(`the body is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return new ReceivedBody(chunks);
}

async function inflated(raw: Uint8Array, maxBytes: number): Promise<Uint8Array> {
  const byRatio = Math.max(RATIO_FROM_BYTES, raw.length * MAX_RATIO);
  try {
    return await inflate(raw, {
      maxOutputLength: Math.min(maxBytes, byRatio),
      chunkSize: INFLATE_CHUNK_BYTES,
    });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code !== 'ERR_BUFFER_TOO_LARGE')
      throw new Error('the body is not the gzip it is said to be', { cause: error });
    if (maxBytes <= byRatio) throw new BodyTooLarge(`the decompressed body is larger than ${maxBytes} bytes`);
    throw new Error(
      `the body would decompress to more than ${MAX_RATIO} times its size: it is made to fill the memory`,
      { cause: error },
    );
  }
}
