import type {
  AlertExplanation,
  AlertHistoryResponse,
  AlertsResponse,
  InhibitionsResponse,
  RouteRequest,
  RouteResponse,
} from '@telltale/station/contract';
import type { HttpClient } from './http.ts';

/** Alerts, what became of them and where they go. */
export interface AlertsApi {
  readonly all: (signal?: AbortSignal) => Promise<AlertsResponse>;
  readonly history: (
    about: { readonly startMs: number; readonly endMs: number; readonly alert?: string },
    signal?: AbortSignal,
  ) => Promise<AlertHistoryResponse>;
  /** Where an alert with these labels would go. */
  readonly route: (request: RouteRequest, signal?: AbortSignal) => Promise<RouteResponse>;
  readonly inhibitions: (signal?: AbortSignal) => Promise<InhibitionsResponse>;
  /** Why an alert fires, or does not. */
  readonly explain: (alert: string, signal?: AbortSignal) => Promise<AlertExplanation>;
}

/** Creates the calls. */
export function createAlertsApi({ get, send }: HttpClient): AlertsApi {
  return {
    all: (signal) => get('/api/telltale/alerts', {}, signal),
    history: ({ startMs, endMs, alert }, signal) =>
      get('/api/telltale/alert_history', { start: startMs / 1000, end: endMs / 1000, alert }, signal),
    route: (request, signal) => send('POST', '/api/telltale/route', request, signal),
    inhibitions: (signal) => get('/api/telltale/inhibitions', {}, signal),
    explain: (alert, signal) => get(`/api/telltale/alerts/${encodeURIComponent(alert)}/why`, {}, signal),
  };
}
