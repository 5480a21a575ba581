import type {
  MessagePreview,
  MessagePreviewRequest,
  MessagePreviewResponse,
  ProofRunRequest,
  ProofRunView,
  ProofRunsResponse,
  ReceiverTestRequest,
  ReceiverTestResponse,
  ReceiverTestView,
  ReceiversResponse,
  StoredProof,
} from '@telltale/station/contract';
import { StationApiError } from './http.ts';
import type { HttpClient } from './http.ts';

/** Proofs of alerts, and tests of those who are told. */
export interface ProofsApi {
  readonly all: (signal?: AbortSignal) => Promise<{ readonly proofs: readonly StoredProof[] }>;
  /** `null` where the station has no definition, and so nothing to prove. */
  readonly runs: (signal?: AbortSignal) => Promise<ProofRunsResponse | null>;
  /** `null` where no such run is remembered. */
  readonly run: (id: string, signal?: AbortSignal) => Promise<ProofRunView | null>;
  readonly start: (request: ProofRunRequest) => Promise<ProofRunView>;
  readonly end: (id: string) => Promise<void>;
  readonly receivers: (signal?: AbortSignal) => Promise<ReceiversResponse>;
  readonly testReceivers: (request: ReceiverTestRequest) => Promise<readonly ReceiverTestView[]>;
  readonly previewMessages: (
    request: MessagePreviewRequest,
    signal?: AbortSignal,
  ) => Promise<readonly MessagePreview[]>;
}

/** Creates the calls. */
export function createProofsApi({ get, send }: HttpClient): ProofsApi {
  return {
    all: (signal) => get('/api/telltale/proofs', {}, signal),
    runs: (signal) => orNull(get('/api/telltale/proof_runs', {}, signal)),
    run: (id, signal) => orNull(get(`/api/telltale/proof_runs/${encodeURIComponent(id)}`, {}, signal)),
    start: (request) => send('POST', '/api/telltale/proof_runs', request),
    end: (id) => send('DELETE', `/api/telltale/proof_runs/${encodeURIComponent(id)}`),
    receivers: (signal) => get('/api/telltale/receivers', {}, signal),
    testReceivers: async (request) =>
      (await send<ReceiverTestResponse>('POST', '/api/telltale/receivers/test', request)).receivers,
    previewMessages: async (request, signal) =>
      (await send<MessagePreviewResponse>('POST', '/api/telltale/receivers/preview', request, signal))
        .messages,
  };
}

/** What is not there is an answer, no failure. */
async function orNull<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof StationApiError && error.status === 404) return null;
    throw error;
  }
}
