import { TelltaleError } from '@telltale/model';
import { fetchServer, unreachable } from './client-tls.ts';

/** What {@link askServer} asks for. */
export interface ServerQuestion {
  /** Default: GET, or POST with a body. */
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE' | undefined;
  /** Sent as a form, or as JSON; nothing where absent. */
  readonly body?: URLSearchParams | object | undefined;
  /** A bearer token. */
  readonly token?: string | undefined;
  /** Beside those that follow from the rest. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How long the whole answer may take. */
  readonly timeoutMs: number;
  /** Ends the question before. */
  readonly signal?: AbortSignal | undefined;
}

/** What a server answers, whatever its status. */
export interface ServerAnswer {
  readonly status: number;
  /** The status is 2xx. */
  readonly ok: boolean;
  readonly headers: Headers;
  readonly text: string;
  /** The text as JSON; `undefined` where it is none. */
  readonly json: unknown;
}

/** Longer answers are none of a server that is meant. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * Asks a server at an address such as `http://127.0.0.1:4400` for a path.
 *
 * @throws TelltaleError TT_STATION_UNREACHABLE where nothing answers in time, or with more than 256 MiB.
 */
export async function askServer(
  address: string,
  path: string,
  question: ServerQuestion,
): Promise<ServerAnswer> {
  try {
    const response = await fetchServer(address + path, requestOf(question));
    const text = await textOf(response);
    const { status, ok, headers } = response;
    return { status, ok, headers, text, json: jsonOf(text) };
  } catch (cause) {
    if (cause instanceof TelltaleError) throw cause;
    throw unreachable(address, cause);
  }
}

function requestOf({ body, method, token, headers, timeoutMs, signal }: ServerQuestion): RequestInit {
  const timeout = AbortSignal.timeout(timeoutMs);
  const isForm = body instanceof URLSearchParams;
  return {
    method: method ?? (body ? 'POST' : 'GET'),
    headers: {
      ...headers,
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(body && !isForm && { 'content-type': 'application/json' }),
    },
    ...(body && { body: isForm ? body : JSON.stringify(body) }),
    signal: signal ? AbortSignal.any([timeout, signal]) : timeout,
  };
}

async function textOf({ body, url }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for await (const chunk of body ?? []) {
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size > MAX_BYTES) throw new TelltaleError('TT_STATION_UNREACHABLE', `${url}: the answer is too long`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether an answer is an object, whose parts are still to be looked at. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
