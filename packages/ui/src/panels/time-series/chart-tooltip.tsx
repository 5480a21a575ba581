import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { AlignedColumns, AlignedSeries } from '../../data/aligned-columns.ts';
import { formatMoment } from '../../format/times.ts';
import { formatValue } from '../../format/units.ts';
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
    if (box.current !== null) placeBeside(box.current, cursor.leftPx);
  });
  const time = columns.times[cursor.index];
  if (time === undefined) return null;
  const rows = props.series
    .map((series) => ({ name: series.name, value: series.values[cursor.index] ?? null }))
    .filter((row) => row.value !== null)
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  return (
    <div class="tooltip" ref={box} aria-hidden="true">
      <p class="tooltip-time">{formatMoment(time, columns.times[columns.times.length - 1])}</p>
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

/** Puts the box on the side of the crosshair where there is room. */
function placeBeside(box: HTMLElement, leftPx: number): void {
  const room = (box.parentElement?.clientWidth ?? 0) - leftPx;
  const isRight = room > box.offsetWidth + DISTANCE_PX * 2;
  const x = isRight ? leftPx + DISTANCE_PX : Math.max(0, leftPx - box.offsetWidth - DISTANCE_PX);
  box.style.transform = `translateX(${Math.round(x)}px)`;
}
