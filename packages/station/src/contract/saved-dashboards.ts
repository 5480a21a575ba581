import type { DashboardVariable, Panel } from './dashboards.ts';

/** A panel as somebody wrote it: without what a definition knows of it. */
export type WrittenPanel = Omit<Panel, 'source' | 'metrics'>;

/** What people write of a dashboard. */
export interface DashboardContent {
  readonly title: string;
  readonly panels: readonly WrittenPanel[];
  readonly variables: readonly DashboardVariable[];
  readonly tags: readonly string[];
  readonly refreshMs: number | null;
  readonly rangeMs: number | null;
}

/** A dashboard that was made in the pages and is kept by the station. */
export interface SavedDashboard {
  /** Begins with `~`, so that it is never that of a defined dashboard. */
  readonly slug: string;
  /** 1 for the first; each save makes it one more. */
  readonly revision: number;
  readonly savedAtMs: number;
  /** Whoever saved it, as they call themselves; empty where they did not say. */
  readonly savedBy: string;
  readonly content: DashboardContent;
}

/** `GET /api/telltale/saved_dashboards`: by slug. */
export interface SavedDashboardsResponse {
  readonly dashboards: readonly SavedDashboard[];
}

/** `POST /api/telltale/saved_dashboards`: answered with 201 and the {@link SavedDashboard}. */
export interface CreateDashboardRequest {
  readonly savedBy?: string;
  readonly content: DashboardContent;
}

/**
 * `PUT /api/telltale/saved_dashboards/{slug}`: answered with the {@link SavedDashboard}, or with 409 and a
 * {@link SaveConflict} where another revision is there meanwhile.
 */
export interface SaveDashboardRequest extends CreateDashboardRequest {
  /** The one that was changed. */
  readonly revision: number;
}

/** The answer with 409: nothing was saved. */
export interface SaveConflict {
  readonly error: string;
  /** What is there now; absent where it was deleted. */
  readonly current?: SavedDashboard;
}

/** What is wrong in a dashboard, with its place. */
export interface DashboardFault {
  /** Such as `panels[0].queries[1].query`. */
  readonly path: string;
  readonly message: string;
  /** Where in the text of a query. */
  readonly from?: number;
  readonly to?: number;
}

/** The answer with 400 where a dashboard cannot be drawn. */
export interface DashboardFaults {
  /** All of them in words. */
  readonly error: string;
  readonly faults: readonly DashboardFault[];
}
