import type { LogFilter } from '@telltale/model';

/** A metric that the station makes of log records. */
export interface ResolvedLogMetric {
  readonly name: string;
  readonly kind: 'counter' | 'histogram';
  readonly help: string;
  readonly unit: string;
  /** Fields of the record by the label that has their value. */
  readonly labels: Readonly<Record<string, string>>;
  /** Which records, as it was written and as it was read. */
  readonly query: string;
  readonly filter: LogFilter;
  /** Field whose number is taken; a counter counts records where absent. */
  readonly value?: string;
  /** What that number is multiplied by. */
  readonly scale: number;
  /** Upper bounds without +Inf, ascending; histograms only. */
  readonly buckets?: readonly number[];
  readonly maxSeries?: number;
}
