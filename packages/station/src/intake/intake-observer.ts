import type { RecordProblem } from '@telltale/model';

/** Protocols that bring records and samples; `telltale run` sends by the first. */
export type IntakeSource = 'otlp_http' | 'otlp_grpc' | 'elasticsearch' | 'remote_write' | 'pushgateway';

/** What is taken in. */
export type Signal = 'logs' | 'traces' | 'metrics';

/** Why nothing of a request was taken. */
export type RefusalReason = 'malformed' | 'too_large' | 'unsupported' | 'overloaded' | 'internal';

/** Counts what becomes of the records of a signal. */
export interface SignalObserver {
  onReceived(source: IntakeSource, count: number): void;
  onOverloaded(source: IntakeSource, count: number): void;
  /** Records were left out that cannot be read. */
  onRejected(source: IntakeSource, count: number): void;
  /** Something was wrong with records that were left out, or taken without that part. */
  onProblem(problem: RecordProblem, count: number): void;
}
