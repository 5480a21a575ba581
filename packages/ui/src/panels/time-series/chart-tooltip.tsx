import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { AlignedColumns, AlignedSeries } from '../../data/aligned-columns.ts';
import { formatMoment } from '../../format/times.ts';
import { formatValue } from '../../format/units.ts';
import { ExemplarFacts } from '../exemplars/exemplar-tooltip.tsx';
import { LineKey } from '../lines/line-key.tsx';
import type { ChartCursor } from './chart.ts';

/** Series listed beside the pointer, largest first; the legend has them all. */
const LISTED_SERIES = 8;
const DISTANCE_PX = 12;

/** Time and values where the reader points. */
export function ChartTooltip(props: {
  readonly cursor: ChartCursor;
  readonly columns: AlignedColumns;
  readonly series: readonly AlignedSeries[];
  readonly unit: string;
  readonly lineOf: (name: string) => number;
}): JSX.Element | null {
  const { cursor, columns, unit } = props;
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (box.current !== null) placeBeside(box.current, cursor);
  });
  const time = columns.times[cursor.index];
  if (time === undefined) return null;
  const endMs = columns.times[columns.times.length - 1];
  if (cursor.exemplar !== undefined) {
    const { one } = cursor.exemplar;
    return (
      <div class="tooltip" ref={box} aria-hidden="true">
        <p class="tooltip-time">{formatMoment(one.atMs, endMs)}</p>
        <ExemplarFacts one={one} unit={unit} />
      </div>
    );
  }
  const rows = props.series
    .map((series) => ({ name: series.name, value: series.values[cursor.index] ?? null }))
    .filter((row) => row.value !== null)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  return (
    <div class="tooltip" ref={box} aria-hidden="true">
      <p class="tooltip-time">{formatMoment(time, endMs)}</p>
      {rows.length === 0 && <p class="tooltip-none">no points here</p>}
      {rows.slice(0, LISTED_SERIES).map((row) => (
        <p class="tooltip-row" key={row.name}>
          <LineKey line={props.lineOf(row.name)} />
          <span class="tooltip-name">{row.name}</span>
          <span class="tooltip-value">{formatValue(unit, row.value)}</span>
        </p>
      ))}
      {rows.length > LISTED_SERIES && <p class="tooltip-none">and {rows.length - LISTED_SERIES} more</p>}
    </div>
  );
}

/** Puts the box beside the crosshair, on the side where there is more room; nothing is measured. */
function placeBeside(box: HTMLElement, { leftPx, isPastMiddle }: ChartCursor): void {
  const x = Math.round(leftPx);
  box.style.transform = isPastMiddle
    ? `translateX(max(0px, calc(${x - DISTANCE_PX}px - 100%)))`
    : `translateX(${x + DISTANCE_PX}px)`;
}
