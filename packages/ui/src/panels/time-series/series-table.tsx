import type { BatchExemplar } from '@telltale/station/contract';
import type { JSX } from 'preact';
import type { AlignedColumns } from '../../data/aligned-columns.ts';
import { formatMoment } from '../../format/times.ts';
import { formatValue } from '../../format/units.ts';
import { ExemplarTable } from '../exemplars/exemplar-table.tsx';

/** Rows shown; the chart has the rest. */
const MAX_ROWS = 120;

/** The points of a chart as a table, newest first. Times at which no series has a point are left out. */
export function SeriesTable(props: {
  readonly title: string;
  readonly unit: string;
  readonly columns: AlignedColumns;
  /** Single measurements with their traces: a table of their own below. */
  readonly exemplars?: readonly BatchExemplar[];
}): JSX.Element {
  const { exemplars = [] } = props;
  const { times, series } = props.columns;
  const indices = times
    .map((_, index) => index)
    .filter((index) => series.some((one) => one.values[index] !== null))
    .reverse()
    .slice(0, MAX_ROWS);
  return (
    <div class="series-table" role="region" aria-label={`${props.title}: values`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map((one) => (
              <th scope="col" class="number" key={one.name}>
                {one.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {indices.map((index) => (
            <tr key={times[index]}>
              <th scope="row">{formatMoment(times[index], times[times.length - 1])}</th>
              {series.map((one) => (
                <td class="number" key={one.name}>
                  {formatValue(props.unit, one.values[index])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {exemplars.length > 0 && (
        <ExemplarTable exemplars={exemplars} unit={props.unit} endMs={times[times.length - 1]} />
      )}
    </div>
  );
}
