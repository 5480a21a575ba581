import { explainFailure } from '../access/explain-failure.ts';
import type { HttpAccess } from '../access/http-access.ts';
import { BodyTooLarge, discardBody, receiveBody } from '../access/read-body.ts';
import type { ReceivedBody } from '../access/received-body.ts';
import { ScrapeLimitError } from './scrape-limit-error.ts';

/** OpenMetrics first, as Prometheus asks. */
const ACCEPT_TEXT =
  'application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

/** The only form that has native histograms; the text for programs that do not speak it. */
const ACCEPT_PROTO =
  'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,' + ACCEPT_TEXT;

export interface ExpositionRequest {
  readonly url: string;
  readonly timeoutMs: number;
  /** Whether protocol buffers are asked for. */
  readonly acceptsProto: boolean;
  /** Largest body that is accepted, also after decompression. */
  readonly maxBodyBytes: number;
  readonly access: HttpAccess;
}

export interface ExpositionResponse {
  readonly body: ReceivedBody;
  readonly contentType: string;
}

/**
 * Fetches a metrics page.
 *
 * @throws ScrapeLimitError
 * @throws Error with a message that a person can act on
 */
export async function fetchExposition(options: ExpositionRequest): Promise<ExpositionResponse> {
  const { url, timeoutMs, access, acceptsProto, maxBodyBytes } = options;
  // A timeout of `AbortSignal` goes off also when nobody waits any more, and makes an error each time.
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  const { signal } = deadline;
  try {
    const response = await access.get({
      url,
      signal,
      headers: {
        accept: acceptsProto ? ACCEPT_PROTO : ACCEPT_TEXT,
        'accept-encoding': 'gzip',
        'user-agent': 'Telltale',
        'x-prometheus-scrape-timeout-seconds': String(timeoutMs / 1000),
      },
    });
    if (response.statusCode !== 200) {
      await discardBody(response, signal);
      throw new Error(`the server answered HTTP ${response.statusCode} instead of 200`);
    }
    const body = await receiveBody(response, maxBodyBytes);
    return { body, contentType: String(response.headers['content-type'] ?? '') };
  } catch (error) {
    if (signal.aborted) throw new Error(`no complete answer within ${timeoutMs} ms`, { cause: error });
    if (error instanceof BodyTooLarge) throw new ScrapeLimitError(error.message, 'bodySize');
    throw new Error(explainFailure(error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}
