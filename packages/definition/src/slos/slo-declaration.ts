import type { FilePosition } from '@telltale/model';
import type { AnyQuery } from '../query/any-query.ts';
import type { SlowerThan } from '../query/slower-than.ts';
import type { Duration } from '../time/duration.ts';

/** What a time without events counts as: good, bad (an outage), or unknown. */
export type NoTraffic = 'good' | 'bad' | 'nodata';

/** What all objectives have. */
export interface SloBase {
  /** Percent of good events, such as 99.9. */
  readonly objective: number;
  /** The period that the objective is for, such as `30d`; from 3d to 1y. */
  readonly window: Duration;
  /** What a time without events counts as. */
  readonly noTraffic: NoTraffic;
  /** What to do when it burns; a page or an address. */
  readonly runbook?: string;
  /** Alerts need at least this many events in their longer window; any number by default. */
  readonly minEvents?: number;
}

/** Events of which some are bad. Both queries are rates with the same labels. */
export interface EventSloDeclaration extends SloBase {
  /** Bad events per second, as in `m.http_requests_total.where({ status_code: /5../ }).rate('5m').sum()`. */
  readonly bad: AnyQuery;
  /** All events per second, with the same labels. */
  readonly total: AnyQuery;
}

/** Observations of which those above a bucket's bound are bad. */
export interface LatencySloDeclaration extends SloBase {
  /** As in `m.http_request_duration_seconds.over({ ms: 500 })`. */
  readonly slowerThan: SlowerThan;
}

/** A service level objective; the name is its key in the definition. */
export type SloDeclaration = (EventSloDeclaration | LatencySloDeclaration) & {
  /** Where it was declared. */
  readonly position?: FilePosition;
};
