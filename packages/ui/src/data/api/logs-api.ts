import type {
  LogCodeRequest,
  LogCodeResponse,
  LogContextResponse,
  LogCountsResponse,
  LogFieldsResponse,
  LogsResponse,
  OpenInResponse,
} from '@telltale/station/contract';
import type { HttpClient, Parameters } from './http.ts';

/** Which log records: what somebody wrote, and what they chose beside it. */
export interface LogQuestion {
  readonly query: string;
  readonly filter: string;
}

/** A question about a stretch of time. */
export interface LogSelection extends LogQuestion {
  readonly startMs: number;
  readonly endMs: number;
}

/** Log records of all services. */
export interface LogsApi {
  /** The newest first; goes on `after` a record of an earlier answer. */
  readonly search: (
    selection: LogSelection & { readonly limit: number; readonly after?: string },
    signal?: AbortSignal,
  ) => Promise<LogsResponse>;
  readonly counts: (
    selection: LogSelection & { readonly stepMs: number },
    signal?: AbortSignal,
  ) => Promise<LogCountsResponse>;
  readonly fields: (selection: LogSelection, signal?: AbortSignal) => Promise<LogFieldsResponse>;
  /** What the same service logged around a record. */
  readonly context: (
    about: { readonly id: string; readonly before: number; readonly after: number },
    signal?: AbortSignal,
  ) => Promise<LogContextResponse>;
  /** A metric and an alert for the definition. */
  readonly code: (request: LogCodeRequest, signal?: AbortSignal) => Promise<LogCodeResponse>;
  /** Other programs that have the same records. */
  readonly openIn: (selection: LogSelection, signal?: AbortSignal) => Promise<OpenInResponse>;
}

/** The most records of a file. */
export const MAX_DOWNLOAD = 100_000;

/** Creates the calls. */
export function createLogsApi({ get, send }: HttpClient): LogsApi {
  return {
    search: ({ limit, after, ...selection }, signal) =>
      get('/api/telltale/logs', { ...parametersOf(selection), limit, after }, signal),
    counts: ({ stepMs, ...selection }, signal) =>
      get('/api/telltale/logs/counts', { ...parametersOf(selection), step: stepMs / 1000 }, signal),
    fields: (selection, signal) => get('/api/telltale/logs/fields', parametersOf(selection), signal),
    context: (about, signal) => get('/api/telltale/logs/context', about, signal),
    code: (request, signal) => send('POST', '/api/telltale/log_code', request, signal),
    openIn: (selection, signal) => get('/api/telltale/open-in', parametersOf(selection), signal),
  };
}

/** The address of a file with all records of a selection, up to {@link MAX_DOWNLOAD}. */
export function logDownloadAddress(selection: LogSelection): string {
  return `/api/telltale/logs/download?${searchOf(parametersOf(selection))}`;
}

/** The address of the events of a live tail. */
export function logTailAddress({ query, filter }: LogQuestion): string {
  return `/api/telltale/logs/tail?${searchOf({ query, filter })}`;
}

function parametersOf({ query, filter, startMs, endMs }: LogSelection): Parameters {
  return { query, filter, start: startMs / 1000, end: endMs / 1000 };
}

function searchOf(parameters: Parameters): string {
  return new URLSearchParams(
    Object.entries(parameters).map(([name, value]) => [name, String(value)]),
  ).toString();
}
