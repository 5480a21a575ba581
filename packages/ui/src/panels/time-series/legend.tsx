import type { JSX } from 'preact';
import { useCallback, useMemo, useRef } from 'preact/hooks';
import { presentValue } from '../../data/aligned-columns.ts';
import type { AlignedSeries } from '../../data/aligned-columns.ts';
import { memo } from '../../design/memo.ts';
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
  const highest = useMemo(
    () => series.map(({ values }) => formatValue(unit, extremes(values)?.max)),
    [series, unit],
  );
  const onIsolate = useRef(props.onIsolate);
  onIsolate.current = props.onIsolate;
  const isolate = useCallback((name: string | undefined) => onIsolate.current(name), []);
  return (
    <div class="legend">
      <p class="legend-head" aria-hidden="true">
        <span>{index === undefined ? 'last' : 'here'}</span>
        <span>max</span>
      </p>
      <ul class="legend-rows">
        {series.map(({ name, values }, i) => (
          <LegendRow
            key={name}
            name={name}
            line={props.lineOf(name)}
            value={formatValue(unit, index === undefined ? presentValue(values) : (values[index] ?? null))}
            max={highest[i]}
            isAlone={props.isolated === name}
            isMuted={props.isolated !== undefined && props.isolated !== name}
            onIsolate={isolate}
          />
        ))}
      </ul>
      {props.omitted > 0 && (
        <p class="legend-note">
          The {props.series.length} largest; {props.omitted} more series are not drawn.
        </p>
      )}
    </div>
  );
}

/** Drawn anew only where its words are others: there are hundreds of them on a page. */
const LegendRow = memo(function LegendRow(props: {
  readonly name: string;
  readonly line: number;
  readonly value: string;
  readonly max: string;
  readonly isAlone: boolean;
  readonly isMuted: boolean;
  readonly onIsolate: (name: string | undefined) => void;
}): JSX.Element {
  const { name, isAlone } = props;
  return (
    <li>
      <button
        type="button"
        class={props.isMuted ? 'legend-row is-muted' : 'legend-row'}
        aria-pressed={isAlone}
        title={isAlone ? 'Show all series' : `Show only ${name}`}
        onClick={() => props.onIsolate(isAlone ? undefined : name)}
      >
        <LineKey line={props.line} />
        <span class="legend-name">{name}</span>
        <span class="legend-value">{props.value}</span>
        <span class="legend-max">{props.max}</span>
      </button>
    </li>
  );
});
