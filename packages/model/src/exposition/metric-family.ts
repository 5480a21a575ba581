import type { MetricMetadata } from '../contracts/query-service.ts';
import type { LabelSet } from '../labels/label-set.ts';

/** One exposed sample. */
export interface ExposedSample {
  /** With `__name__`. */
  readonly labels: LabelSet;
  readonly value: number;
  /** Absent where the exposition leaves the time to the scraper. */
  readonly timestampMs?: number;
}

/** The samples of one metric with what is said about it. */
export interface MetricFamily extends MetricMetadata {
  readonly name: string;
  readonly samples: readonly ExposedSample[];
}
