import type { AlertState } from './alerts.ts';
import type { PanelQuery } from './dashboards.ts';

/** A figure of a service: a query whose newest value, and course, are shown. */
export interface ServiceFigure {
  readonly query: string;
  readonly unit: string;
  /** From here on it is bad; absent where no alert says so. */
  readonly threshold?: number;
}

/** The parts of a request: how long each takes, or how many come, succeed and fail. */
export interface ServiceBreakdown {
  readonly title: string;
  readonly unit: string;
  readonly queries: readonly PanelQuery[];
}

/** A dependency or check that the service tells the health of. */
export interface HealthCheckView {
  readonly name: string;
  /** `null` where nobody said so yet. */
  readonly isUp: boolean | null;
  readonly isCritical: boolean;
}

/** A service level objective, now. */
export interface SloView {
  readonly name: string;
  /** Percent of good events, such as 99.9. */
  readonly objective: number;
  readonly windowMs: number;
  /** What is left of the error budget, from 1 (all) to below 0 (overdrawn); `null` without events. */
  readonly budgetLeft: number | null;
  /** How many times faster than allowed the budget is used; `null` without events. */
  readonly burn1h: number | null;
  readonly burn6h: number | null;
  readonly alerts: readonly string[];
  /** The worst state of its alerts. */
  readonly state: AlertState;
  readonly source: string;
}

/** One service of the definition, or a scraped job that nobody defined. */
export interface ServiceView {
  readonly name: string;
  readonly owner: string;
  readonly jobs: readonly string[];
  readonly instances: { readonly up: number; readonly all: number };
  /** The worst of its targets, checks and alerts; `unknown` before anything is known. */
  readonly health: 'ok' | 'degraded' | 'down' | 'unknown';
  /** Why it is not `ok`, in words; empty where it is. */
  readonly reason: string;
  readonly checks: readonly HealthCheckView[];
  readonly rate?: ServiceFigure;
  readonly errors?: ServiceFigure;
  readonly p50?: ServiceFigure;
  readonly p95?: ServiceFigure;
  readonly p99?: ServiceFigure;
  /** Processor time in use, as a share of one core. */
  readonly cpu?: ServiceFigure;
  readonly memory?: ServiceFigure;
  readonly connections?: ServiceFigure;
  /** Time in handler, middleware, database…, where it is measured. */
  readonly phases?: ServiceBreakdown;
  /** In, processed, ok, failed, a second. */
  readonly flow?: ServiceBreakdown;
  readonly slos: readonly SloView[];
  readonly firing: readonly { readonly alert: string; readonly severity: string; readonly sinceMs: number }[];
  readonly lastDeployment: { readonly atMs: number; readonly version: string } | null;
  /** Slugs of its dashboards, the most telling first. */
  readonly dashboards: readonly string[];
}

/** `GET /api/telltale/overview` */
export interface OverviewResponse {
  readonly services: readonly ServiceView[];
}

/** Something that happened, to be drawn over charts and told as "what changed". */
export interface Annotation {
  readonly id: string;
  readonly kind: 'deployment' | 'incident' | 'alert' | 'reload' | 'target' | 'restart';
  readonly title: string;
  readonly text: string;
  readonly atMs: number;
  /** When it was over; `null` where it goes on or has no length. */
  readonly endMs: number | null;
  /** The service, job or alert it belongs to; empty for the station. */
  readonly subject: string;
  readonly severity?: string;
  /** A path of these pages, or an address; absent where there is nothing more to see. */
  readonly link?: string;
}

/** `GET /api/telltale/annotations?start=&end=`: newest first, at most 500. */
export interface AnnotationsResponse {
  readonly annotations: readonly Annotation[];
  readonly isTruncated: boolean;
}

/** `POST /api/telltale/annotations`: what a deployment script or a person says happened. */
export interface NewAnnotation {
  readonly kind: 'deployment' | 'incident';
  readonly title: string;
  readonly text?: string;
  readonly subject?: string;
  /** Now by default. */
  readonly atMs?: number;
  readonly endMs?: number;
  readonly link?: string;
}
