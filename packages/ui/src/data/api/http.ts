import { readNdjson } from '../ndjson.ts';

/** The station did not answer, or answered with an error. */
export class StationApiError extends Error {
  override readonly name = 'StationApiError';
  /** Status of the answer; 0 where there was none. */
  readonly status: number;
  /** What the station answered, where it was JSON. */
  readonly body: unknown;

  constructor(message: string, status: number, { body, ...options }: ErrorOptions & { body?: unknown } = {}) {
    super(message, options);
    this.status = status;
    this.body = body;
  }
}

/** Values of parameters; those that are `undefined` are left out. */
export type Parameters = Readonly<Record<string, string | number | boolean | undefined>>;

/** Asks the station that served this page. Every call rejects with a {@link StationApiError}. */
export interface HttpClient {
  readonly get: <T>(path: string, parameters?: Parameters, signal?: AbortSignal) => Promise<T>;
  /** Sends JSON; the answer is JSON, or `undefined` where there is none. */
  readonly send: <T = undefined>(
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    signal?: AbortSignal,
  ) => Promise<T>;
  /** Sends JSON; the answer is read line by line, each one JSON. */
  readonly stream: <T>(path: string, body: unknown, signal: AbortSignal) => AsyncIterable<T>;
}

/** What a client needs from the page. */
export interface HttpClientOptions {
  /** Called when the station wants to know who is asking. */
  readonly onUnauthorised: () => void;
}

interface OwnRequest extends Omit<RequestInit, 'headers'> {
  readonly headers?: Readonly<Record<string, string>>;
}

/** A station that is silent for longer counts as gone. */
const TIMEOUT_MS = 15_000;
/** No form of another site can set it, so the station knows that its own page is writing. */
const OWN_PAGE = { 'x-telltale': 'page' };

/** Creates a client. Paths begin with `/`. */
export function createHttpClient({ onUnauthorised }: HttpClientOptions): HttpClient {
  const request = async (path: string, init: OwnRequest): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(path, { ...init, headers: { ...OWN_PAGE, ...init.headers } });
    } catch (error) {
      throw new StationApiError('the station does not answer', 0, { cause: error });
    }
    if (response.status === 401) onUnauthorised();
    if (!response.ok) throw await failureOf(response);
    return response;
  };
  return {
    get: async <T>(path: string, parameters: Parameters = {}, signal?: AbortSignal) => {
      const response = await request(path + searchOf(parameters), { signal: timed(signal) });
      return (await response.json()) as T;
    },
    send: async <T = undefined>(method: string, path: string, body?: unknown, signal?: AbortSignal) => {
      const response = await request(path, { method, ...jsonBody(body), signal: timed(signal) });
      const text = await response.text();
      return (text === '' ? undefined : JSON.parse(text)) as T;
    },
    stream: async function* <T>(path: string, body: unknown, signal: AbortSignal) {
      const response = await request(path, { method: 'POST', ...jsonBody(body), signal });
      if (response.body === null) return;
      for await (const line of readNdjson(response.body)) yield line as T;
    },
  };
}

function timed(signal: AbortSignal | undefined): AbortSignal {
  const timeout = AbortSignal.timeout(TIMEOUT_MS);
  return signal === undefined ? timeout : AbortSignal.any([signal, timeout]);
}

function jsonBody(body: unknown): OwnRequest {
  if (body === undefined) return {};
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function searchOf(parameters: Parameters): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) search.set(name, String(value));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

async function failureOf(response: Response): Promise<StationApiError> {
  const body = parseJson(await response.text().catch(() => ''));
  return new StationApiError(describeFailure(body, response.status), response.status, { body });
}

function describeFailure(body: unknown, status: number): string {
  // Alertmanager's API says what is wrong as a JSON string.
  if (typeof body === 'string' && body !== '') return body;
  if (typeof body === 'object' && body !== null) {
    if ('error' in body && typeof body.error === 'string') return body.error;
    if ('message' in body && typeof body.message === 'string') return body.message;
  }
  return `the station answered with status ${status}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
