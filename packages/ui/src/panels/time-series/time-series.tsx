import type { BatchExemplar } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { AlignedColumns } from '../../data/aligned-columns.ts';
import type { QueryWindow } from '../../data/time-range.ts';
import { createColourAssigner } from '../../design/colours.ts';
import { formatMoment } from '../../format/times.ts';
import { formatValue } from '../../format/units.ts';
import { useDrawer } from '../../navigation/drawer-state.ts';
import { ExemplarRing } from '../exemplars/exemplar-tooltip.tsx';
import { tellExemplar, tellExemplars } from '../exemplars/exemplar-words.ts';
import { moveExemplar } from '../exemplars/move-exemplar.ts';
import type { ChartCursor, ChartLook } from './chart.ts';
import { ChartTooltip } from './chart-tooltip.tsx';
import { Legend } from './legend.tsx';
import type { ChartMark } from './mark-lines.ts';
import { moveCursor } from './move-cursor.ts';
import { summarise } from './summary.ts';
import { useChart } from './use-chart.ts';

/** A chart over time with its legend. */
export interface TimeSeriesProps {
  readonly title: string;
  readonly look: ChartLook;
  readonly columns: AlignedColumns;
  readonly window: QueryWindow;
  /** Such as `last 5 minutes`. */
  readonly rangeWords: string;
  /** Name of the series shown alone. */
  readonly isolated: string | undefined;
  readonly onIsolate: (name: string | undefined) => void;
  readonly onZoom: (startMs: number, endMs: number) => void;
  /** A moment was chosen, by a click or Enter. */
  readonly onPick?: (atMs: number) => void;
  /** What happened meanwhile. */
  readonly marks?: readonly ChartMark[];
  /** Single measurements with their traces. */
  readonly exemplars?: readonly BatchExemplar[];
}

const NONE: readonly never[] = [];

function firstLine(): number {
  return 0;
}

/** Draws series over time: pointer and arrow keys move a crosshair, the legend isolates a series. */
export function TimeSeries(props: TimeSeriesProps): JSX.Element {
  const { columns, look, marks = NONE, exemplars = NONE } = props;
  const { unit } = look;
  const container = useRef<HTMLDivElement>(null);
  const assign = useMemo(createColourAssigner, []);
  // Alone a line needs no colour of its own: a page of single lines is calm.
  const lineOf = columns.series.length === 1 ? firstLine : assign;
  const isolated = columns.series.some((series) => series.name === props.isolated)
    ? props.isolated
    : undefined;
  const { title, rangeWords } = props;
  const summary = useMemo(
    () =>
      [
        summarise({ title, rangeWords, unit, thresholds: look.thresholds ?? [] }, columns),
        tellExemplars(exemplars, unit),
      ]
        .filter((text) => text !== '')
        .join(' '),
    [title, rangeWords, look, columns, exemplars],
  );
  const { cursor, chart } = useChart(container, { ...props, marks, exemplars, isolated, lineOf });
  const drawer = useDrawer();
  const pointed = cursor?.exemplar;
  const pick = (): void => {
    if (pointed !== undefined) drawer.show('trace', pointed.one.traceId);
    else if (cursor !== undefined) props.onPick?.(columns.times[cursor.index]);
  };
  const shown =
    isolated === undefined ? columns.series : columns.series.filter((one) => one.name === isolated);

  return (
    <>
      <div
        class={pointed === undefined ? 'chart' : 'chart is-on-exemplar'}
        role="group"
        tabIndex={0}
        aria-label={summary}
        onClick={pick}
        onKeyDown={(event) => {
          if (event.key === 'Enter') pick();
          const exemplar = moveExemplar(event.key, exemplars, whereOf(cursor, exemplars, columns.times));
          if (exemplar !== 'stay') {
            event.preventDefault();
            chart.current?.pointAtExemplar(exemplar);
            return;
          }
          const next = moveCursor(event.key, cursor?.index, columns.times.length, event.shiftKey);
          if (next === 'stay') return;
          event.preventDefault();
          chart.current?.pointAt(next);
        }}
        onBlur={() => chart.current?.pointAt(undefined)}
      >
        <div class="chart-plot" ref={container} />
        {pointed !== undefined && <ExemplarRing x={pointed.x} y={pointed.y} />}
        {cursor !== undefined && (
          <ChartTooltip cursor={cursor} columns={columns} series={shown} unit={unit} lineOf={lineOf} />
        )}
      </div>
      <div class="visually-hidden" aria-live="polite">
        {cursor?.by === 'keys' ? tellCursor(cursor, columns.times, shown, unit) : ''}
      </div>
      <Legend
        series={columns.series}
        omitted={columns.omitted}
        unit={unit}
        index={cursor?.index}
        isolated={isolated}
        lineOf={lineOf}
        onIsolate={props.onIsolate}
      />
      {exemplars.length > 0 && (
        <p class="exemplar-note">
          <span class="exemplar-key" />
          {exemplars.length === 1 ? '1 exemplar' : `${exemplars.length} exemplars`}: choose one to open its
          trace
        </p>
      )}
    </>
  );
}

/** The exemplar that is pointed at, as far as it is still there; and the moment. */
function whereOf(
  cursor: ChartCursor | undefined,
  exemplars: readonly BatchExemplar[],
  times: readonly number[],
): { readonly index: number | undefined; readonly atMs: number | undefined } {
  if (cursor === undefined) return { index: undefined, atMs: undefined };
  const one = cursor.exemplar?.one;
  const found = exemplars.findIndex(({ atMs, traceId }) => atMs === one?.atMs && traceId === one.traceId);
  return { index: found < 0 ? undefined : found, atMs: one?.atMs ?? times[cursor.index] };
}

function tellCursor(
  { index, exemplar }: ChartCursor,
  times: readonly number[],
  shown: AlignedColumns['series'],
  unit: string,
): string {
  if (exemplar !== undefined) return tellExemplar(exemplar.one, unit, times[times.length - 1]);
  return tellPoint(index, times, shown, unit);
}

function tellPoint(
  index: number,
  times: readonly number[],
  series: AlignedColumns['series'],
  unit: string,
): string {
  const values = series.map((one) => `${one.name} ${formatValue(unit, one.values[index])}`);
  return `${formatMoment(times[index], times[times.length - 1])}: ${values.join(', ')}`;
}
