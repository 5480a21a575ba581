import type { BatchExemplar } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { lineOf } from '../../format/printable.ts';
import { formatMoment } from '../../format/times.ts';
import { useDrawer } from '../../navigation/drawer-state.ts';
import { exemplarLabels, exemplarValue } from './exemplar-words.ts';

/** The exemplars of a chart, newest first, each with a button that opens its trace. */
export function ExemplarTable(props: {
  readonly exemplars: readonly BatchExemplar[];
  readonly unit: string;
  readonly endMs: number;
}): JSX.Element {
  const drawer = useDrawer();
  return (
    <table class="exemplar-table">
      <caption>Exemplars</caption>
      <thead>
        <tr>
          <th scope="col">Time</th>
          <th scope="col" class="number">
            Value
          </th>
          <th scope="col">Trace</th>
          <th scope="col">Labels</th>
        </tr>
      </thead>
      <tbody>
        {props.exemplars.toReversed().map((one) => (
          <tr key={`${one.traceId} ${one.atMs} ${one.value}`}>
            <th scope="row">{formatMoment(one.atMs, props.endMs)}</th>
            <td class="number">{exemplarValue(props.unit, one.value)}</td>
            <td>
              <button type="button" class="text-button" onClick={() => drawer.show('trace', one.traceId)}>
                {lineOf(one.traceId)}
              </button>
            </td>
            <td>{exemplarLabels(one).join(', ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
