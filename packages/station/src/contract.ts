/**
 * What the station says over HTTP beyond Prometheus' and Alertmanager's APIs: the types of
 * `/api/telltale/*`. The web pages are built on these files alone.
 */

export type * from './contract/alerts.ts';
export type * from './contract/dashboard-code.ts';
export type * from './contract/dashboards.ts';
export type * from './contract/doctor.ts';
export type * from './contract/drift.ts';
export type * from './contract/events.ts';
export type * from './contract/explore.ts';
export type * from './contract/forward.ts';
export type * from './contract/logs.ts';
export type * from './contract/overview.ts';
export type * from './contract/page-loads.ts';
export type * from './contract/proofs.ts';
export type * from './contract/receivers.ts';
export type * from './contract/rules.ts';
export type * from './contract/saved-dashboards.ts';
export type * from './contract/sign-in.ts';
export type * from './contract/status.ts';
export type * from './contract/story.ts';
export type * from './contract/targets.ts';
export type * from './contract/traces.ts';

/** What answers about logs and traces are made of. */
export type {
  Attributes,
  LogRecord,
  SeverityName,
  Span,
  SpanEvent,
  SpanKind,
  SpanStatus,
  StoredLogRecord,
  TraceSummary,
} from '@telltale/model';
