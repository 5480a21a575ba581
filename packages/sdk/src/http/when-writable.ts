import type { Writable } from 'node:stream';

/** A client that takes nothing for so long is given up. */
const STALLED_AFTER_MS = 60_000;

/**
 * Waits until a stream takes more. False when the response that it ends in is gone: closed by the client, or
 * given up because the client does not read.
 */
export function whenWritable(stream: Writable, response: Writable): Promise<boolean> {
  if (response.destroyed) return Promise.resolve(false);
  return new Promise((resolve) => {
    const finish = (isWritable: boolean) => {
      clearTimeout(timer);
      stream.off('drain', onDrain);
      response.off('close', onClose);
      resolve(isWritable);
    };
    const onDrain = () => finish(true);
    const onClose = () => finish(false);
    const timer = setTimeout(() => response.destroy(), STALLED_AFTER_MS).unref();
    stream.once('drain', onDrain);
    response.once('close', onClose);
  });
}
