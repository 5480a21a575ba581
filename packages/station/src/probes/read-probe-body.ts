import type { Readable } from 'node:stream';

/** What was read of a body. */
export interface ProbeBody {
  readonly text: string;
  readonly length: number;
  /** Why the rest was not read; `undefined` where all of it was. */
  readonly fault?: Error;
}

/**
 * Reads a body as it comes: it was asked for without compression. Never rejects; nothing is kept beyond the limit.
 *
 * @param keepsText Whether the text is wanted, and not the length alone.
 */
export async function readProbeBody(
  body: Readable,
  maxBytes: number,
  keepsText: boolean,
): Promise<ProbeBody> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const textOf = () => Buffer.concat(chunks).toString('utf8');
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      if (length + chunk.length > maxBytes) {
        return { text: '', length: maxBytes, fault: new Error(`the body is larger than ${maxBytes} bytes`) };
      }
      length += chunk.length;
      if (keepsText) chunks.push(chunk);
    }
  } catch (cause) {
    const fault = cause instanceof Error ? cause : new Error('the body could not be read', { cause });
    return { text: '', length, fault };
  }
  return { text: textOf(), length };
}
