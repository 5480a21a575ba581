import type { LogRecord } from '@telltale/model';
import { writeOtlpLogs } from '@telltale/model/wire';
import { fetchServer } from '../../server/client-tls.ts';

/** What became of a batch. */
export type SendOutcome =
  | { readonly kind: 'sent' }
  /** Not now: the station is away or busy. */
  | { readonly kind: 'later'; readonly reason: string; readonly afterMs?: number }
  /** Never: the station does not take it. */
  | { readonly kind: 'refused'; readonly reason: string };

const TIMEOUT_MS = 10_000;
/** As OTLP has it. */
const RETRIED: ReadonlySet<number> = new Set([408, 429, 502, 503, 504]);
const MAX_ANSWER_BYTES = 64 * 1024;
const MAX_RETRY_AFTER_MS = 60_000;

/** Sends records to a station or a collector as OTLP over HTTP; never rejects. */
export async function sendRecords(
  address: string,
  records: readonly LogRecord[],
  signal: AbortSignal,
): Promise<SendOutcome> {
  try {
    const response = await fetchServer(`${address}/v1/logs`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-protobuf' },
      body: writeOtlpLogs(records),
      // A record is for this address and no other.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await discard(response);
    if (response.ok) return { kind: 'sent' };
    const reason = `${address} answers HTTP ${response.status}`;
    if (!RETRIED.has(response.status)) return { kind: 'refused', reason };
    const seconds = Number(response.headers.get('retry-after') ?? 'none');
    const afterMs = Number.isFinite(seconds) ? Math.min(MAX_RETRY_AFTER_MS, seconds * 1000) : undefined;
    return { kind: 'later', reason, ...(afterMs !== undefined && { afterMs }) };
  } catch {
    return { kind: 'later', reason: `no station answers at ${address}` };
  }
}

/** The answer is read so that the connection can be used again, but not without end. */
async function discard({ body }: Response): Promise<void> {
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) return;
  }
}
