import { resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { LIMITS } from './limits.ts';
import { readNamedFile } from './read-file.ts';

/** A metrics page and the format it is in. */
export interface MetricsPage {
  readonly body: Uint8Array;
  readonly contentType: string;
}

/**
 * Reads a metrics page from a file or an HTTP address.
 *
 * @throws TelltaleError TT_FILE_READ where it cannot be read, with the reason.
 */
export async function readMetricsPage(place: string, cwd: string): Promise<MetricsPage> {
  if (!/^https?:\/\//i.test(place)) {
    return { body: await readNamedFile(resolve(cwd, place)), contentType: 'text/plain' };
  }
  try {
    const signal = AbortSignal.timeout(LIMITS.urlTimeoutMs);
    const response = await fetch(place, { signal });
    if (!response.ok) throw new Error(`HTTP status ${response.status}`);
    const body = await readBounded(response);
    return { body, contentType: response.headers.get('content-type') ?? 'text/plain' };
  } catch (cause) {
    throw new TelltaleError('TT_FILE_READ', `${place} cannot be read: ${reasonOf(cause)}`, { cause });
  }
}

async function readBounded(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > LIMITS.namedFileBytes) throw new Error('the page is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `fetch` hides why it failed in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
