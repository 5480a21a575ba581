import type {
  MessagePreview,
  MessagePreviewRequest,
  ProofRunRequest,
  ProofRunView,
  ProofRunsResponse,
  ReceiverTestRequest,
  ReceiverTestView,
  StoredProof,
} from '@telltale/station/contract';
import type { HttpClient } from './http.ts';

/** Proofs of alerts, and tests of those who are told. */
export interface ProofsApi {
  readonly all: (signal?: AbortSignal) => Promise<{ readonly proofs: readonly StoredProof[] }>;
  readonly runs: (signal?: AbortSignal) => Promise<ProofRunsResponse>;
  readonly run: (id: string, signal?: AbortSignal) => Promise<ProofRunView>;
  readonly start: (request: ProofRunRequest) => Promise<ProofRunView>;
  readonly end: (id: string) => Promise<void>;
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
    runs: (signal) => get('/api/telltale/proof_runs', {}, signal),
    run: (id, signal) => get(`/api/telltale/proof_runs/${encodeURIComponent(id)}`, {}, signal),
    start: (request) => send('POST', '/api/telltale/proof_runs', request),
    end: (id) => send('DELETE', `/api/telltale/proof_runs/${encodeURIComponent(id)}`),
    testReceivers: (request) => send('POST', '/api/telltale/receivers/test', request),
    previewMessages: (request, signal) => send('POST', '/api/telltale/receivers/preview', request, signal),
  };
}
