import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { presentValue } from '../../data/aligned-columns.ts';
import type { AlignedSeries } from '../../data/aligned-columns.ts';
import { formatValue } from '../../format/units.ts';
import { LineKey } from '../lines/line-key.tsx';
import { extremes } from './summary.ts';

/** The series of a chart with their values; pressing one shows it alone. */
export function Legend(props: {
  readonly series: readonly AlignedSeries[];
  readonly omitted: number;
  readonly unit: string;
  /** Where the reader points; without it the newest values are shown. */
  readonly index: number | undefined;
  readonly isolated: string | undefined;
  readonly lineOf: (name: string) => number;
  readonly onIsolate: (name: string | undefined) => void;
}): JSX.Element {
  const { index, unit, series } = props;
  const highest = useMemo(() => series.map(({ values }) => extremes(values)?.max), [series]);
  return (
    <div class="legend">
      <p class="legend-head" aria-hidden="true">
        <span>{index === undefined ? 'last' : 'here'}</span>
        <span>max</span>
      </p>
      <ul class="legend-rows">
        {series.map(({ name, values }, i) => {
          const isAlone = props.isolated === name;
          const value = index === undefined ? presentValue(values) : (values[index] ?? null);
          return (
            <li key={name}>
              <button
                type="button"
                class={props.isolated === undefined || isAlone ? 'legend-row' : 'legend-row is-muted'}
                aria-pressed={isAlone}
                title={isAlone ? 'Show all series' : `Show only ${name}`}
                onClick={() => props.onIsolate(isAlone ? undefined : name)}
              >
                <LineKey line={props.lineOf(name)} />
                <span class="legend-name">{name}</span>
                <span class="legend-value">{formatValue(unit, value)}</span>
                <span class="legend-max">{formatValue(unit, highest[i])}</span>
              </button>
            </li>
          );
        })}
      </ul>
      {props.omitted > 0 && (
        <p class="legend-note">
          The {props.series.length} largest; {props.omitted} more series are not drawn.
        </p>
      )}
    </div>
  );
}
