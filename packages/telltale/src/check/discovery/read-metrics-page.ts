import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { TelltaleError } from '@telltale/model';
import { LIMITS, formatMegabytes } from './limits.ts';
import { readNamedFile } from './read-file.ts';

/** A metrics page and the format it is in. */
export interface MetricsPage {
  readonly body: Uint8Array;
  readonly contentType: string;
}

/** `HOST:PORT`, with or without a path; the port tells it from a file on a drive of Windows. */
const ADDRESS = /^(?:[\w.-]+|\[[\da-f:.]+\]):\d{1,5}(?:[/?]\S*)?$/i;

/**
 * Reads a metrics page from a file or an HTTP address. `HOST:PORT/path` is an address where there is no
 * such file; its path is `/metrics` by default.
 *
 * @throws TelltaleError TT_FILE_READ where it cannot be read, with the reason.
 */
export async function readMetricsPage(place: string, cwd: string): Promise<MetricsPage> {
  if (/^https?:\/\//i.test(place)) return fetchPage(place);
  const path = resolve(cwd, place);
  if (ADDRESS.test(place) && !(await exists(path))) {
    return fetchPage(`http://${place}${/[/?]/.test(place) ? '' : '/metrics'}`);
  }
  return { body: await readNamedFile(path), contentType: 'text/plain' };
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

async function fetchPage(url: string): Promise<MetricsPage> {
  const response = await fetch(url, { signal: AbortSignal.timeout(LIMITS.urlTimeoutMs) }).catch(
    refuse(url, 'Start the program that serves it, or correct the address.'),
  );
  if (!response.ok) {
    await response.body?.cancel();
    throw new TelltaleError('TT_FILE_READ', `${url} cannot be read: it answers HTTP ${response.status}`, {
      fix: 'Name the address that shows the metrics, or read the log of the program that serves it.',
    });
  }
  const contentType = response.headers.get('content-type') ?? 'text/plain';
  if (/^text\/html\b/i.test(contentType)) {
    await response.body?.cancel();
    throw new TelltaleError('TT_FILE_READ', `${url} is a web page (HTML), not a metrics page`, {
      fix: 'Name the path that serves the metrics; where it asks for a login, save the page to a file.',
    });
  }
  const body = await readBounded(response).catch(
    refuse(url, 'Save the page to a file and look at it, then name the file.'),
  );
  return { body, contentType };
}

function refuse(url: string, fix: string): (cause: unknown) => never {
  return (cause) => {
    throw new TelltaleError('TT_FILE_READ', `${url} cannot be read: ${reasonOf(cause)}`, { fix, cause });
  };
}

async function readBounded(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.byteLength;
    if (length > LIMITS.namedFileBytes) {
      throw new Error(`it is larger than ${formatMegabytes(LIMITS.namedFileBytes)}`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `fetch` hides why it failed in the cause of its error. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `it has not ended after ${LIMITS.urlTimeoutMs / 1000} s`;
  return error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;
}
