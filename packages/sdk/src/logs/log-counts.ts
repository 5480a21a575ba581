import { SEVERITY_NAMES } from '@telltale/model';
import type { CounterHandle } from '../metrics/counter.ts';
import type { Registry } from '../registry/registry.ts';
import type { LimitReason } from './limits/record-limits.ts';

/** Why a record did not go where it should; label `reason` of `telltale_sdk_log_dropped_total`. */
export type LogDropReason =
  | LimitReason
  /** More waited than the sink has room for. */
  | 'buffer_full'
  /** The receiver will never take it. */
  | 'refused'
  /** A line is larger than a file may be. */
  | 'too_large'
  /** The console is closed, or a file cannot be written and there is no console either. */
  | 'not_written'
  /** Making the record failed. */
  | 'failed';

const REASONS: readonly LogDropReason[] = [
  'sampled',
  'rate_limited',
  'repeated',
  'buffer_full',
  'refused',
  'too_large',
  'not_written',
  'failed',
];

/** Counts records, and what became of those that are not where they should be. */
export interface LogCounts {
  record(level: number): void;
  dropped(reason: LogDropReason, count?: number): void;
}

/** Counts in a registry: from zero on, so that the first drop is an increase. */
export function createLogCounts(registry: Registry): LogCounts {
  const records = registry.counter('telltale_sdk_log_records_total', {
    help: 'Log records, by level',
    labels: { level: SEVERITY_NAMES },
  });
  const dropped = registry.counter('telltale_sdk_log_dropped_total', {
    help: 'Log records that a sink did not get, by reason',
    labels: { reason: REASONS },
  });
  // By a tenth of pino's numbers: 1 for `trace`.
  const byLevel: readonly CounterHandle[] = [0, ...SEVERITY_NAMES.keys()].map((at) =>
    records.with({ level: SEVERITY_NAMES[at] }),
  );
  return {
    record: (level) => byLevel[Math.min(Math.max(1, Math.trunc(level / 10)), SEVERITY_NAMES.length)].inc(),
    dropped: (reason, count = 1) => dropped.inc({ reason }, count),
  };
}

/** For loggers that have no registry. */
export const NO_COUNTS: LogCounts = { record: () => undefined, dropped: () => undefined };
