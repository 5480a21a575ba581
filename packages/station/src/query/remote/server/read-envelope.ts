import { TelltaleError } from '@telltale/model';
import { isRecord, textOf } from '../json-record.ts';

/** What a server answers to a question that it understood. */
export interface ApiAnswer {
  readonly data: unknown;
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

/** An answer as it came. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}

/** Enough to recognise a page by. */
const SHOWN_LENGTH = 80;

/**
 * Reads Prometheus' envelope. Errors keep the words of the server, which say more than any of ours.
 *
 * @param server Name of the server, for messages.
 * @throws TelltaleError `TT_REMOTE_REFUSED`, `TT_REMOTE_MISSING`, `TT_REMOTE_UNAVAILABLE`, `TT_QUERY_EXECUTION` or
 *   `TT_QUERY_TIMEOUT`.
 */
export function readEnvelope(answer: RawAnswer, server: string): ApiAnswer {
  const json = parsed(answer.text);
  if (isEnvelope(json)) {
    if (json['status'] === 'success' && isSuccess(answer.status)) {
      return { data: json['data'], warnings: texts(json['warnings']), infos: texts(json['infos']) };
    }
    if (typeof json['error'] === 'string') {
      throw failure(answer.status, textOf(json, 'errorType'), json['error'], server);
    }
  }
  throw notOfTheApi(answer, server);
}

/** Whether the server itself spoke, and not something in front of it. */
export function isOfTheApi({ text }: RawAnswer): boolean {
  return isEnvelope(parsed(text));
}

function isEnvelope(json: unknown): json is Readonly<Record<string, unknown>> {
  return isRecord(json) && (json['status'] === 'success' || json['status'] === 'error');
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** By the type of the error; servers of other makers write the HTTP status there. */
function failure(status: number, errorType: string, message: string, server: string): TelltaleError {
  if (errorType === 'bad_data' || status === 400) return new TelltaleError('TT_REMOTE_REFUSED', message);
  if (errorType === 'timeout') return new TelltaleError('TT_QUERY_TIMEOUT', message);
  if (errorType === 'execution' || status === 422) return new TelltaleError('TT_QUERY_EXECUTION', message);
  if (errorType === 'not_found' || status === 404) return new TelltaleError('TT_REMOTE_MISSING', message);
  return new TelltaleError('TT_REMOTE_UNAVAILABLE', `${server}: ${message}`);
}

/** VictoriaMetrics says so with HTTP 400. */
const UNSUPPORTED_PATH = /unsupported path requested/;

function notOfTheApi({ status, text }: RawAnswer, server: string): TelltaleError {
  if (status === 401 || status === 403) {
    return new TelltaleError('TT_REMOTE_UNAVAILABLE', `${server} asks for a login (HTTP ${status})`, {
      fix: 'Name a token, or user and password, in `station.remote`.',
    });
  }
  if (status === 404 || UNSUPPORTED_PATH.test(text)) {
    return new TelltaleError('TT_REMOTE_MISSING', `${server} does not serve this part of Prometheus' API`);
  }
  const shown = JSON.stringify(text.slice(0, SHOWN_LENGTH));
  const what = isSuccess(status)
    ? 'with what is no whole answer of the API of Prometheus'
    : 'without a reason in the words of Prometheus';
  return new TelltaleError('TT_REMOTE_UNAVAILABLE', `${server} answered HTTP ${status} ${what}: ${shown}`);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function texts(list: unknown): readonly string[] {
  return Array.isArray(list) ? list.map(String) : [];
}
