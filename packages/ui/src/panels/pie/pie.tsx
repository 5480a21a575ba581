import type { Panel } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { SERIES_COLOURS, createColourAssigner } from '../../design/colours.ts';
import { formatValue } from '../../format/units.ts';
import type { LatestValue } from '../latest/latest-values.ts';
import { OTHERS, segmentPath, slicesOf } from './slices.ts';

/** Shares of a whole as a ring, with names, numbers and percent beside it. */
export function Pie(props: { readonly panel: Panel; readonly values: readonly LatestValue[] }): JSX.Element {
  const { title, unit } = props.panel;
  const lineOf = useMemo(createColourAssigner, []);
  const slices = slicesOf(props.values);
  const colour = (name: string) =>
    name === OTHERS ? 'is-rest' : `series-${(lineOf(name) % SERIES_COLOURS) + 1}`;
  return (
    <div class="pie">
      <svg viewBox="0 0 100 100" role="img" aria-label={`${title}: shares, listed beside`}>
        {slices.map((slice) => (
          <path key={slice.name} class={`pie-slice ${colour(slice.name)}`} d={segmentPath(slice)}>
            <title>{`${slice.name}: ${formatValue(unit, slice.value)}`}</title>
          </path>
        ))}
      </svg>
      <table class="pie-legend">
        <tbody>
          {slices.map(({ name, value, share }) => (
            <tr key={name}>
              <th scope="row">
                <span class={`pie-key ${colour(name)}`} aria-hidden="true" />
                {name}
              </th>
              <td class="number">{formatValue(unit, value)}</td>
              <td class="number pie-share">{formatValue('ratio', share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
