import type { ServerResponse } from 'node:http';
import type { Writable } from 'node:stream';
import { nodeZlib } from '../platform/node-modules.ts';
import { whenWritable } from './when-writable.ts';

/** As fast as the fastest level, for a page a tenth smaller; the default one takes thrice the time for 4 % more. */
export const GZIP_LEVEL = 3;

/** Shorter pages are sent as they are. */
const GZIP_FROM_BYTES = 1024;

/** How to send a page. */
export interface SendOptions {
  readonly isZipped: boolean;
  /** Takes chunks back whose bytes have been sent. */
  readonly giveBack: (chunk: Uint8Array) => void;
}

/**
 * Sends a page: one of a single chunk with its length, a longer one as a stream, as fast as the client reads.
 * It ends early when the client is gone.
 *
 * @throws what making the page throws
 */
export async function sendPage(
  chunks: AsyncGenerator<Uint8Array>,
  response: ServerResponse,
  options: SendOptions,
): Promise<void> {
  try {
    const first = await chunks.next();
    const second = await chunks.next();
    if (second.done === true) await sendWhole(first.value ?? new Uint8Array(), response, options);
    else await sendStream([first.value, second.value], chunks, response, options);
  } finally {
    await chunks.return(undefined);
  }
}

async function sendWhole(
  body: Uint8Array,
  response: ServerResponse,
  { isZipped, giveBack }: SendOptions,
): Promise<void> {
  if (!isZipped || body.length < GZIP_FROM_BYTES) {
    response.setHeader('content-length', body.length);
    response.end(body, () => giveBack(body));
    return;
  }
  const zipped = await zippedWhole(body);
  giveBack(body);
  response.setHeader('content-encoding', 'gzip');
  response.setHeader('content-length', zipped.length);
  response.end(zipped);
}

function zippedWhole(body: Uint8Array): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    nodeZlib().gzip(body, { level: GZIP_LEVEL }, (error, zipped) =>
      error ? reject(error) : resolve(zipped),
    );
  });
}

async function sendStream(
  first: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
  response: ServerResponse,
  { isZipped, giveBack }: SendOptions,
): Promise<void> {
  const target = isZipped ? zipInto(response) : response;
  const send = async (chunk: Uint8Array): Promise<boolean> => {
    const isTaken = target.write(chunk, (error) => {
      // After an error something may still read from it.
      if (!error) giveBack(chunk);
    });
    return isTaken ? !response.destroyed : whenWritable(target, response);
  };
  for (const chunk of first) if (!(await send(chunk))) return;
  for await (const chunk of rest) if (!(await send(chunk))) return;
  target.end();
}

function zipInto(response: ServerResponse): Writable {
  response.setHeader('content-encoding', 'gzip');
  const zip = nodeZlib().createGzip({ level: GZIP_LEVEL });
  // Leaves the response without its end, so that nobody takes the page for whole.
  zip.on('error', () => response.destroy());
  response.on('close', () => zip.destroy());
  zip.pipe(response);
  return zip;
}
