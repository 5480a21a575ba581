import type { LabelSet, MetricMetadata, NativeHistogram } from '@telltale/model';

/** One series as it was pushed, with the labels of its group. */
export interface PushedSeries {
  /** With `__name__`. */
  readonly labels: LabelSet;
  /** 0 for a native histogram. */
  readonly value: number;
  readonly histogram?: NativeHistogram;
}

/** The series of one metric of a group. */
export interface PushedFamily extends MetricMetadata {
  readonly name: string;
  readonly series: readonly PushedSeries[];
  /** When it was pushed. */
  readonly pushedMs: number;
}

/** When a group was pushed last, and when that failed. */
export const PUSH_TIME = 'push_time_seconds';
export const PUSH_FAILURE_TIME = 'push_failure_time_seconds';

/** What was pushed to one set of labels. */
export interface PushedGroup {
  readonly labels: Readonly<Record<string, string>>;
  readonly families: ReadonlyMap<string, PushedFamily>;
  /** 0 where it never succeeded, or never failed. */
  readonly pushedMs: number;
  readonly failedMs: number;
}
