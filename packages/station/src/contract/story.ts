import type { StoredLogRecord, Trace, TraceSummary } from '@telltale/model';
import type { AlertCondition, AlertEpisode, NotificationView } from './alerts.ts';
import type { Annotation } from './overview.ts';

/** What a story begins with. */
export type StoryKind = 'alert' | 'trace' | 'log' | 'query';

/** A figure over the time of a story, on one grid of times. */
export interface StoryMetric {
  readonly title: string;
  readonly query: string;
  readonly unit: string;
  /** From where on it is bad; `null` where no alert says so. */
  readonly threshold: Pick<AlertCondition, 'threshold' | 'isBad'> | null;
  readonly timesMs: readonly number[];
  /** The first of them; `null` where a series has no value. */
  readonly series: readonly {
    readonly labels: Readonly<Record<string, string>>;
    readonly values: readonly (number | null)[];
  }[];
  /** How many series there are in all. */
  readonly seriesCount: number;
  /** Measurements that know their trace. */
  readonly exemplars: readonly {
    readonly atMs: number;
    readonly value: number;
    readonly traceId: string;
  }[];
}

/**
 * `GET /api/telltale/story?key=&at=`: all that is known about the time around an alert (`alert:NAME`), a trace
 * (`trace:ID`), a log record (`log:ID`) or a moment of a chart (`query:EXPRESSION`).
 */
export interface StoryResponse {
  readonly key: string;
  readonly kind: StoryKind;
  /** What it is about: the name of the alert, of the trace's root, the message, the expression. */
  readonly title: string;
  /** The moment that was asked for, or the newest one. */
  readonly atMs: number;
  /** The time that is told. */
  readonly startMs: number;
  readonly endMs: number;
  /** When it went wrong: the first alert of it, or the moment itself. */
  readonly beganMs: number;
  /** Whose story it is; none where nobody could tell. */
  readonly services: readonly string[];
  readonly metrics: readonly StoryMetric[];
  /** Failed and slow ones, by their begin. */
  readonly traces: readonly TraceSummary[];
  /** The one that is shown in full: the asked one, or the slowest of those that failed. */
  readonly trace: Trace | null;
  /** Of that trace, and warnings and worse of the services; the oldest first. */
  readonly logs: readonly StoredLogRecord[];
  readonly hasMoreLogs: boolean;
  readonly alerts: readonly AlertEpisode[];
  /** Newest first. */
  readonly notifications: readonly NotificationView[];
  /** Deployments, restarts, reloads, incidents and targets that went down; newest first. */
  readonly changes: readonly Annotation[];
  /** The id of the last change of these services before it went wrong; `null` where there is none. */
  readonly suspect: string | null;
  /** What could not be read, and why, in words. */
  readonly missing: readonly string[];
}
