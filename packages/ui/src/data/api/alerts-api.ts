import type {
  AlertExplanation,
  AlertHistoryResponse,
  AlertsResponse,
  InhibitionsResponse,
  NotificationMessageResponse,
  NotificationsResponse,
  NotificationView,
  RouteRequest,
  RouteResponse,
} from '@telltale/station/contract';
import type { HttpClient } from './http.ts';

/** An alert as Alertmanager's API tells it. Times are ISO 8601. */
export interface GroupedAlert {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly status: {
    readonly state: 'unprocessed' | 'active' | 'suppressed';
    readonly silencedBy: readonly string[];
    readonly inhibitedBy: readonly string[];
    readonly mutedBy: readonly string[];
  };
}

/** Alerts that one receiver is told of together. */
export interface AlertGroup {
  readonly labels: Readonly<Record<string, string>>;
  readonly receiver: { readonly name: string };
  readonly alerts: readonly GroupedAlert[];
}

/** Which attempts to deliver are asked for. */
export interface NotificationSearch {
  readonly receiver?: string;
  readonly outcome?: NotificationView['outcome'];
  readonly alert?: string;
  readonly limit?: number;
  /** `next` of the answer before. */
  readonly before?: number;
}

/** Alerts, what became of them and where they go. */
export interface AlertsApi {
  readonly all: (signal?: AbortSignal) => Promise<AlertsResponse>;
  readonly history: (
    about: { readonly startMs: number; readonly endMs: number; readonly alert?: string },
    signal?: AbortSignal,
  ) => Promise<AlertHistoryResponse>;
  /** Alerts that fire, as receivers are told of them. */
  readonly groups: (signal?: AbortSignal) => Promise<readonly AlertGroup[]>;
  readonly notifications: (
    search: NotificationSearch,
    signal?: AbortSignal,
  ) => Promise<NotificationsResponse>;
  /** One message with what was sent. */
  readonly notification: (id: string, signal?: AbortSignal) => Promise<NotificationMessageResponse>;
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
    groups: (signal) => get('/api/v2/alerts/groups', {}, signal),
    notifications: (search, signal) => get('/api/telltale/notifications', { ...search }, signal),
    notification: (id, signal) => get(`/api/telltale/notifications/${encodeURIComponent(id)}`, {}, signal),
    route: (request, signal) => send('POST', '/api/telltale/route', request, signal),
    inhibitions: (signal) => get('/api/telltale/inhibitions', {}, signal),
    explain: (alert, signal) => get(`/api/telltale/alerts/${encodeURIComponent(alert)}/why`, {}, signal),
  };
}
