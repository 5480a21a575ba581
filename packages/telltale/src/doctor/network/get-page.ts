import { TelltaleError } from '@telltale/model';
import { explainFailure } from '@telltale/station';
import { fetchServer } from '../../server/client-tls.ts';

/** An answer to a GET, whatever its status. */
export interface GottenPage {
  readonly url: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** What the server's clock said; `undefined` where it does not tell. */
  readonly dateMs: number | undefined;
  readonly tookMs: number;
}

/** How a page is asked for. */
export interface PageQuestion {
  readonly accept?: string;
  /** A bearer token. */
  readonly token?: string;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;
/** A longer page is none that is meant. */
const MAX_BYTES = 64 * 1024 * 1024;

/**
 * Asks for a page as a browser or a scraper would.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE with the reason, where nothing answers in time
 */
export async function getPage(url: string, question: PageQuestion = {}): Promise<GottenPage> {
  const { accept = '*/*', token, timeoutMs = TIMEOUT_MS } = question;
  const startedMs = performance.now();
  try {
    const response = await fetchServer(url, {
      headers: { accept, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const date = Date.parse(response.headers.get('date') ?? '');
    return {
      url,
      status: response.status,
      contentType: response.headers.get('content-type') ?? '',
      body: await bodyOf(response),
      dateMs: Number.isNaN(date) ? undefined : date,
      tookMs: Math.round(performance.now() - startedMs),
    };
  } catch (cause) {
    const isLate = cause instanceof Error && cause.name === 'TimeoutError';
    const reason = isLate ? `no answer within ${timeoutMs / 1000} s` : explainFailure(cause);
    throw new TelltaleError('TT_STATION_UNREACHABLE', `${url}: ${reason}`, { cause });
  }
}

async function bodyOf(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_BYTES) throw new Error('the page is longer than 64 MiB');
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}
