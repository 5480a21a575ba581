import type {
  SilenceEffectsResponse,
  SilenceMatcher,
  SilencePreviewRequest,
  SilencePreviewResponse,
} from '@telltale/station/contract';
import type { HttpClient } from './http.ts';

/** A silence as Alertmanager's API tells it. Times are ISO 8601. */
export interface SilenceView {
  readonly id: string;
  readonly status: { readonly state: 'expired' | 'active' | 'pending' };
  readonly matchers: readonly SilenceMatcher[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly updatedAt: string;
  readonly createdBy: string;
  readonly comment: string;
}

/** A silence to be made, or with the id of one to be changed. */
export interface NewSilence {
  readonly id?: string;
  readonly matchers: readonly SilenceMatcher[];
  readonly startsAt: string;
  readonly endsAt: string;
  readonly createdBy: string;
  readonly comment: string;
}

/** Silences. */
export interface SilencesApi {
  readonly all: (signal?: AbortSignal) => Promise<readonly SilenceView[]>;
  /** How many alerts each mutes now. */
  readonly effects: (signal?: AbortSignal) => Promise<SilenceEffectsResponse>;
  readonly one: (id: string, signal?: AbortSignal) => Promise<SilenceView>;
  /** Makes or changes a silence; resolves with its id. */
  readonly save: (silence: NewSilence) => Promise<string>;
  /** Ends a silence now. */
  readonly expire: (id: string) => Promise<void>;
  /** What it would mute now. */
  readonly preview: (request: SilencePreviewRequest, signal?: AbortSignal) => Promise<SilencePreviewResponse>;
}

/** Creates the calls. */
export function createSilencesApi({ get, send }: HttpClient): SilencesApi {
  return {
    all: (signal) => get('/api/v2/silences', {}, signal),
    effects: (signal) => get('/api/telltale/silences/effects', {}, signal),
    one: (id, signal) => get(`/api/v2/silence/${encodeURIComponent(id)}`, {}, signal),
    save: async (silence) =>
      (await send<{ readonly silenceID: string }>('POST', '/api/v2/silences', silence)).silenceID,
    expire: (id) => send('DELETE', `/api/v2/silence/${encodeURIComponent(id)}`),
    preview: (request, signal) => send('POST', '/api/telltale/silences/preview', request, signal),
  };
}
