import type {
  AlertsResponse,
  BatchRequest,
  BatchResult,
  DashboardsResponse,
  StatusResponse,
  TargetsResponse,
} from '@telltale/station/contract';
import { readNdjson } from './ndjson.ts';

/** The station's HTTP API as the pages use it. Every call rejects with a `StationApiError`. */
export interface StationApi {
  readonly status: () => Promise<StatusResponse>;
  readonly dashboards: () => Promise<DashboardsResponse>;
  readonly targets: () => Promise<TargetsResponse>;
  readonly alerts: () => Promise<AlertsResponse>;
  /** Runs many queries in one request and yields each result as soon as the station has it. */
  readonly queryBatch: (request: BatchRequest, signal: AbortSignal) => AsyncIterable<BatchResult>;
}

/** The station did not answer, or answered with an error. */
class StationApiError extends Error {
  override readonly name = 'StationApiError';
}

const BASE_PATH = '/api/telltale';
/** A station that is silent for longer counts as gone. */
const TIMEOUT_MS = 15_000;

/** Creates the client of the station that served this page. */
export function createStationApi(): StationApi {
  return {
    status: () => getJson<StatusResponse>('/status'),
    dashboards: () => getJson<DashboardsResponse>('/dashboards'),
    targets: () => getJson<TargetsResponse>('/targets'),
    alerts: () => getJson<AlertsResponse>('/alerts'),
    queryBatch,
  };
}

async function getJson<T>(path: string): Promise<T> {
  const response = await request(path, { signal: AbortSignal.timeout(TIMEOUT_MS) });
  return (await response.json()) as T;
}

async function* queryBatch(batch: BatchRequest, signal: AbortSignal): AsyncGenerator<BatchResult> {
  const response = await request('/query_batch', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(batch),
    signal,
  });
  if (response.body === null) return;
  for await (const line of readNdjson(response.body)) yield line as BatchResult;
}

async function request(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(BASE_PATH + path, init);
  } catch (error) {
    throw new StationApiError('the station does not answer', { cause: error });
  }
  if (!response.ok) throw new StationApiError(await describeFailure(response));
  return response;
}

async function describeFailure(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => undefined);
  if (typeof body === 'object' && body !== null) {
    if ('error' in body && typeof body.error === 'string') return body.error;
    if ('message' in body && typeof body.message === 'string') return body.message;
  }
  return `the station answered with status ${response.status}`;
}
