import type { Column, InstantVector, StepSeries, Value } from '../values/value.ts';

/** Where columns come from; each is empty when it is taken. */
export interface ColumnSource {
  take(): Column;
}

/**
 * An instant vector that is computed series by series, while it is read. What only folds its operand
 * reads all series through one column, which then never leaves the processor's cache; materialised, a
 * dashboard's query would write and read back a column for each of thousands of series.
 */
export interface SeriesStream {
  readonly type: 'stream';
  /**
   * Computes the series, also those without any value; read once.
   *
   * @param columns What they are computed into.
   */
  series(columns: ColumnSource): Iterable<StepSeries>;
}

/** A value of which a vector may not have been computed yet. */
export type LazyValue = Value | SeriesStream;

/** A vector that was computed as a stream. */
export function streamOf(vector: InstantVector | SeriesStream): SeriesStream {
  return vector.type === 'stream' ? vector : { type: 'stream', series: () => vector.series };
}
