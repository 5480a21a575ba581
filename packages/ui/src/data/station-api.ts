import { createAlertsApi } from './api/alerts-api.ts';
import type { AlertsApi } from './api/alerts-api.ts';
import { createDashboardsApi } from './api/dashboards-api.ts';
import type { DashboardsApi } from './api/dashboards-api.ts';
import { createDoctorApi } from './api/doctor-api.ts';
import type { DoctorApi } from './api/doctor-api.ts';
import { createExploreApi } from './api/explore-api.ts';
import type { ExploreApi } from './api/explore-api.ts';
import type { HttpClient } from './api/http.ts';
import { createLogsApi } from './api/logs-api.ts';
import type { LogsApi } from './api/logs-api.ts';
import { createProofsApi } from './api/proofs-api.ts';
import type { ProofsApi } from './api/proofs-api.ts';
import { createSilencesApi } from './api/silences-api.ts';
import type { SilencesApi } from './api/silences-api.ts';
import { createStatusApi } from './api/status-api.ts';
import type { StatusApi } from './api/status-api.ts';
import { createStoryApi } from './api/story-api.ts';
import type { StoryApi } from './api/story-api.ts';
import { createTracesApi } from './api/traces-api.ts';
import type { TracesApi } from './api/traces-api.ts';
import { createTargetsApi } from './api/targets-api.ts';
import type { TargetsApi } from './api/targets-api.ts';

/** The station's HTTP API as the pages use it, by topic. Every call rejects with a `StationApiError`. */
export interface StationApi extends TargetsApi {
  readonly alerts: AlertsApi;
  readonly dashboards: DashboardsApi;
  readonly doctor: DoctorApi;
  readonly explore: ExploreApi;
  readonly logs: LogsApi;
  readonly proofs: ProofsApi;
  readonly silences: SilencesApi;
  readonly own: StatusApi;
  readonly story: StoryApi;
  readonly traces: TracesApi;
  /** For what has no call of its own. */
  readonly http: HttpClient;
}

/** Creates the calls to the station that served this page. */
export function createStationApi(http: HttpClient): StationApi {
  return {
    ...createTargetsApi(http),
    alerts: createAlertsApi(http),
    dashboards: createDashboardsApi(http),
    doctor: createDoctorApi(http),
    explore: createExploreApi(http),
    logs: createLogsApi(http),
    proofs: createProofsApi(http),
    silences: createSilencesApi(http),
    own: createStatusApi(http),
    story: createStoryApi(http),
    traces: createTracesApi(http),
    http,
  };
}
