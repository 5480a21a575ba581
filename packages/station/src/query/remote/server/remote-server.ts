import { setTimeout as sleep } from 'node:timers/promises';
import type { ResolvedRemote } from '@telltale/definition';
import { TelltaleError, formatDuration } from '@telltale/model';
import { explainFailure } from '../../../access/explain-failure.ts';
import { HttpConnections } from '../../../access/http-connections.ts';
import { BodyTooLarge, readBody } from '../../../access/read-body.ts';
import type { ApiRequest } from './api-request.ts';
import { sendApiRequest } from './api-request.ts';
import type { ApiAnswer, RawAnswer } from './read-envelope.ts';
import { isOfTheApi, readEnvelope } from './read-envelope.ts';
import { RemoteHealth } from './remote-health.ts';
import type { RemoteFigures, RemoteOutcome } from './remote-health.ts';

const MEGABYTE = 1024 * 1024;
/** About a million points. */
const DEFAULT_MAX_ANSWER_BYTES = 32 * MEGABYTE;
/** Longer addresses are refused by some servers and proxies. */
const MAX_ADDRESS_LENGTH = 2000;
/** What a reader asks for is asked again so much later where it failed on its way: reading changes nothing. */
const RETRY_AFTER_MS: readonly number[] = [100, 500];
/** What stands in front of a server says that it is away for a moment. */
const PASSING_STATUSES: readonly number[] = [429, 502, 503, 504];
/** More connections do not make a server faster. */
const MAX_CONNECTIONS = 8;

/** A question to the API of a server. */
export interface ApiQuestion {
  /** Behind `/api/v1/`. */
  readonly path: string;
  readonly parameters?: URLSearchParams;
  /** Whether the API takes the same question as a form, too. Default: no. */
  readonly takesForm?: boolean;
  /** Time of the whole answer, all attempts together. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
  /** Whether it is asked only to learn whether the server is there: it is not when the time passes. Default: no. */
  readonly isProbe?: boolean;
}

/** A Prometheus-compatible server that is read from. */
export interface RemoteServer {
  /** Host and port: the address without anything that might be secret. */
  readonly host: string;
  /**
   * Rejects with TelltaleError `TT_REMOTE_UNAVAILABLE` where there is no answer, or none of the API, with
   * `TT_REMOTE_REFUSED`, `TT_REMOTE_MISSING`, `TT_QUERY_EXECUTION`, `TT_QUERY_TIMEOUT` or `TT_QUERY_LIMIT` as it
   * answers, and with the reason of the signal.
   */
  ask(question: ApiQuestion): Promise<ApiAnswer>;
  figures(): RemoteFigures;
  close(): Promise<void>;
}

/** What {@link createRemoteServer} takes. */
export interface RemoteServerOptions {
  /** Largest answer that is read. Default: 32 MiB. */
  readonly maxAnswerBytes?: number;
  /** Told of each question's end, with how long it took. */
  readonly observe?: (outcome: RemoteOutcome, durationMs: number) => void;
}

/**
 * A server by its address and access.
 *
 * @example
 * ```ts
 * const server = createRemoteServer({ url: 'https://mimir/prometheus', authorization: { env: 'MIMIR_TOKEN' } });
 * const { data } = await server.ask({ path: 'labels', timeoutMs: 10_000 });
 * ```
 */
export function createRemoteServer(remote: ResolvedRemote, options: RemoteServerOptions = {}): RemoteServer {
  const { maxAnswerBytes = DEFAULT_MAX_ANSWER_BYTES, observe } = options;
  const connections = new HttpConnections({ connectionsPerOrigin: MAX_CONNECTIONS });
  const { host } = new URL(remote.url);
  const health = new RemoteHealth(host, observe);
  const answerTo = async (request: ApiRequest): Promise<RawAnswer> => {
    const response = await sendApiRequest(remote, connections, request);
    const body = await readBody(response, maxAnswerBytes);
    return { status: response.statusCode, text: new TextDecoder().decode(body) };
  };
  return {
    host,
    ask: (question) => health.watch(() => ask(question, { host, answerTo, maxAnswerBytes })),
    figures: () => health.figures(),
    close: () => connections.close(),
  };
}

interface Asking {
  readonly host: string;
  readonly answerTo: (request: ApiRequest) => Promise<RawAnswer>;
  readonly maxAnswerBytes: number;
}

async function ask(question: ApiQuestion, asking: Asking): Promise<ApiAnswer> {
  const { signal, timeoutMs } = question;
  const { host, maxAnswerBytes } = asking;
  const timeout = AbortSignal.timeout(Math.max(1, Math.ceil(timeoutMs)));
  const ends = signal ? AbortSignal.any([signal, timeout]) : timeout;
  try {
    return readEnvelope(await answerOf(question, asking, ends), host);
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout.aborted) {
      const after = formatDuration(Math.ceil(timeoutMs));
      const code = question.isProbe ? 'TT_REMOTE_UNAVAILABLE' : 'TT_QUERY_TIMEOUT';
      throw new TelltaleError(code, `${host} gave no whole answer within ${after}`);
    }
    if (error instanceof TelltaleError) throw error;
    if (error instanceof BodyTooLarge) {
      const limit = `${Math.round(maxAnswerBytes / MEGABYTE)} MiB`;
      throw new TelltaleError('TT_QUERY_LIMIT', `the answer of ${host} is larger than ${limit}`);
    }
    throw new TelltaleError('TT_REMOTE_UNAVAILABLE', `${host}: ${explainFailure(error)}`, { cause: error });
  }
}

/** The answer of the last attempt. */
async function answerOf(question: ApiQuestion, asking: Asking, signal: AbortSignal): Promise<RawAnswer> {
  const { path, parameters = new URLSearchParams(), takesForm = false } = question;
  let method: ApiRequest['method'] =
    takesForm && parameters.toString().length > MAX_ADDRESS_LENGTH ? 'POST' : 'GET';
  for (let attempt = 0; ; attempt++) {
    const isLast = attempt >= RETRY_AFTER_MS.length;
    try {
      const answer = await asking.answerTo({ path, parameters, method, signal });
      // Some proxies take even shorter addresses.
      const isTooLong = answer.status === 414 || answer.status === 431;
      const isPassing = PASSING_STATUSES.includes(answer.status) && !isOfTheApi(answer);
      if (isLast || !(isPassing || (isTooLong && takesForm && method === 'GET'))) return answer;
      if (isTooLong) {
        method = 'POST';
        continue;
      }
    } catch (error) {
      if (isLast || signal.aborted || !isPassingError(error)) throw error;
    }
    await sleep(RETRY_AFTER_MS[attempt], undefined, { signal });
  }
}

const PASSING_CODES: readonly string[] = [
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
  'EAI_AGAIN',
];

/** Whether another attempt may succeed: connections break, and servers restart. */
function isPassingError(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('code' in error && PASSING_CODES.includes(String(error.code))) return true;
  return error.cause !== undefined && isPassingError(error.cause);
}
