import type { EvaluationContext } from '../context/evaluation-context.ts';
import type { Column, StepSeries } from '../values/value.ts';
import { ScratchColumn } from './scratch-column.ts';
import type { SeriesStream } from './series-stream.ts';

/**
 * A stream of the series of another, each changed.
 *
 * @param change Gives a series that has nothing of the other's columns, which are overwritten: it is
 *   computed into the empty column.
 */
export function mapColumns(
  { grid }: EvaluationContext,
  stream: SeriesStream,
  change: (series: StepSeries, column: Column) => StepSeries,
): SeriesStream {
  return {
    type: 'stream',
    *series(columns) {
      for (const series of stream.series(new ScratchColumn(grid.count))) yield change(series, columns.take());
    },
  };
}
