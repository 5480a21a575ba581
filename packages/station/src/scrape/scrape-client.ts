import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { interceptors, request } from 'undici';

const inflate = promisify(gunzip);

/** OpenMetrics first, as Prometheus asks. */
const ACCEPT_TEXT =
  'application/openmetrics-text;version=1.0.0;q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1';

/** The only form that has native histograms; the text for programs that do not speak it. */
const ACCEPT_PROTO =
  'application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited,' + ACCEPT_TEXT;

/** Many frameworks send `/metrics` on to `/metrics/`. So many at most, as Prometheus follows them. */
const followRedirects = interceptors.redirect({ maxRedirections: 10 });

export interface ExpositionRequest {
  readonly url: string;
  readonly timeoutMs: number;
  /** What the server asks for, as `Authorization: Bearer …`. */
  readonly token?: string;
  /** Whether protocol buffers are asked for. */
  readonly acceptsProto: boolean;
  /** Largest body that is accepted, also after decompression. */
  readonly maxBodyBytes: number;
  readonly dispatcher: Dispatcher;
}

export interface ExpositionResponse {
  readonly body: Uint8Array;
  readonly contentType: string;
}

/** Fetches a metrics page; throws an error that a person can act on. */
export async function fetchExposition(options: ExpositionRequest): Promise<ExpositionResponse> {
  const { url, timeoutMs, dispatcher, token } = options;
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await request(url, {
      dispatcher: dispatcher.compose(followRedirects),
      signal,
      headers: {
        accept: options.acceptsProto ? ACCEPT_PROTO : ACCEPT_TEXT,
        'accept-encoding': 'gzip',
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        'x-prometheus-scrape-timeout-seconds': String(timeoutMs / 1000),
      },
    });
    const raw = await readLimited(response.body, options.maxBodyBytes);
    if (response.statusCode !== 200) {
      throw new Error(`the server answered HTTP ${response.statusCode} instead of 200`);
    }
    const body = await decoded(raw, response.headers['content-encoding'], options.maxBodyBytes);
    return { body, contentType: String(response.headers['content-type'] ?? '') };
  } catch (error) {
    throw new Error(explain(error, timeoutMs, signal), { cause: error });
  }
}

async function decoded(
  raw: Uint8Array,
  encoding: string | string[] | undefined,
  maxBytes: number,
): Promise<Uint8Array> {
  if (encoding === undefined || encoding === 'identity') return raw;
  if (encoding === 'gzip') return inflate(raw, { maxOutputLength: maxBytes });
  throw new Error(`the body is encoded as "${String(encoding)}"; only gzip was asked for`);
}

async function readLimited(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    length += chunk.length;
    if (length > maxBytes) throw new Error(`the body is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length);
}

function explain(error: unknown, timeoutMs: number, signal: AbortSignal): string {
  if (signal.aborted) return `no complete answer within ${timeoutMs} ms`;
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ECONNREFUSED') return 'connection refused: nothing listens at this address';
  if (code === 'ENOTFOUND') return 'the host name is not known';
  if (code === 'ECONNRESET' || code === 'UND_ERR_SOCKET') return 'the connection was closed early';
  if (error.message.startsWith('Redirect loop')) return 'the redirects of the server lead in a circle';
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'the decompressed body is larger than the limit';
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR') return 'the body is not the gzip it is said to be';
  return error.message;
}
