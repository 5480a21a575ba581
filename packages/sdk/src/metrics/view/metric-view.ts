import type { Aggregate, MetricDeclaration, NativeOptions } from '@telltale/definition';
import type { SeriesPage } from './series-page.ts';

/**
 * The read side of a metric: all that exposition, push and aggregation know of it.
 *
 * A row's floats: counter, gauge and info `[value]`; stateset one for each of `states`; histogram
 * `[sum, count of bucket 0, …, count of +Inf]`, each bucket by itself; without bounds that is
 * `[sum, count]`; summary `[sum, count]`.
 */
export interface MetricView {
  readonly name: string;
  readonly kind: MetricDeclaration['kind'];
  readonly help: string;
  /** Base unit; empty where there is none. */
  readonly unit: string;
  /** Names as exposed: after renaming, without those left out. */
  readonly labelNames: readonly string[];
  /** Upper bounds of classic buckets without +Inf; empty but for histograms. */
  readonly bounds: readonly number[];
  /** Present for native histograms, whose pages have a `NativeBuckets` cell in each row. */
  readonly native: NativeOptions | undefined;
  /** Of a summary, whose pages have a `Sketch` cell in each row; else empty. */
  readonly quantiles: readonly number[];
  /** Of a stateset; else empty. */
  readonly states: readonly string[];
  readonly aggregate: Aggregate;
  /** Whether its rows may have exemplars. */
  readonly hasExemplars: boolean;
  /** Floats of a row. */
  readonly width: number;
  readonly pages: readonly SeriesPage[];
  /** Series that are shown. */
  readonly seriesCount: number;
  /** Series it may have; where absent, as many as its registry allows. */
  readonly maxSeries?: number | undefined;
  /** When it was declared in this process, in milliseconds since the Unix epoch. */
  readonly createdMs: number;
}
