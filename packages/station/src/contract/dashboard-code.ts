import type { DashboardContent } from './saved-dashboards.ts';

/** `POST /api/telltale/dashboards/code`: a dashboard as TypeScript for the definition. */
export interface DashboardCodeResponse {
  readonly code: string;
}

/** The body of `POST /api/telltale/dashboards/code` and of `POST /api/telltale/dashboards/grafana`. */
export interface DashboardExportRequest {
  readonly content: DashboardContent;
}

/** `POST /api/telltale/dashboards/grafana`: a dashboard as JSON that Grafana imports. */
export interface DashboardGrafanaResponse {
  readonly json: string;
}

/** `POST /api/telltale/dashboards/import`: what somebody dropped or pasted. */
export interface DashboardImportRequest {
  readonly text: string;
}

/** Something of a file that is not in the dashboard made of it. */
export interface DroppedPart {
  /** Line of the file. */
  readonly line: number;
  readonly what: string;
  readonly reason: string;
}

/** The dashboard that a file became; nothing is saved yet. */
export interface DashboardImportResponse {
  readonly content: DashboardContent;
  readonly dropped: readonly DroppedPart[];
}
