import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { QueryWindow } from '../../data/time-range.ts';
import { formatMoment } from '../../format/times.ts';
import { formatValue } from '../../format/units.ts';
import { readChartTheme, watchTheme } from '../time-series/chart-theme.ts';
import type { ChartCursor } from '../time-series/chart.ts';
import { moveCursor } from '../time-series/move-cursor.ts';
import type { HeatCells } from './buckets.ts';
import { createHeatChart } from './heat-chart.ts';
import type { HeatChart } from './heat-chart.ts';

/** What a heatmap shows. */
export interface HeatmapProps {
  readonly title: string;
  /** Unit of the bounds. */
  readonly unit: string;
  readonly cells: HeatCells;
  readonly window: QueryWindow;
  /** Such as `last 5 minutes`. */
  readonly rangeWords: string;
  readonly onZoom: (startMs: number, endMs: number) => void;
}

/** Where observations lie over time: the more in a bucket, the stronger its colour. */
export function Heatmap(props: HeatmapProps): JSX.Element {
  const { cells, window } = props;
  const container = useRef<HTMLDivElement>(null);
  const chart = useRef<HeatChart | null>(null);
  const [cursor, setCursor] = useState<ChartCursor | undefined>(undefined);
  const [themeVersion, setThemeVersion] = useState(0);
  const onZoom = useRef(props.onZoom);
  onZoom.current = props.onZoom;

  useEffect(() => watchTheme(() => setThemeVersion((version) => version + 1)), []);
  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const created = createHeatChart(element, {
      theme: readChartTheme(),
      isDark: getComputedStyle(element).colorScheme.includes('dark'),
      boundText: (bound) => boundText(bound, props.unit),
      onCursor: setCursor,
      onZoom: (startMs, endMs) => onZoom.current(startMs, endMs),
    });
    chart.current = created;
    const observer = new ResizeObserver(() => created.resize(element.clientWidth));
    observer.observe(element);
    return () => {
      observer.disconnect();
      created.destroy();
      chart.current = null;
    };
  }, [props.unit, themeVersion]);
  useEffect(() => chart.current?.setData(cells, window), [cells, window, props.unit, themeVersion]);

  const column = cursor === undefined ? undefined : tellColumn(cells, cursor.index, props.unit);
  return (
    <div
      class="chart is-heat"
      role="group"
      tabIndex={0}
      aria-label={summarise(props)}
      onKeyDown={(event) => {
        const next = moveCursor(event.key, cursor?.index, cells.times.length, event.shiftKey);
        if (next === 'stay') return;
        event.preventDefault();
        chart.current?.pointAt(next);
      }}
      onBlur={() => chart.current?.pointAt(undefined)}
    >
      <div class="chart-plot" ref={container} />
      <p class="heat-note" aria-live="polite">
        {column === undefined
          ? `strongest: ${formatValue('', cells.max)} in one bucket`
          : `${formatMoment(cells.times[cursor?.index ?? 0], window.endMs)}: ${column}`}
      </p>
    </div>
  );
}

/** Buckets that are told of one moment. */
const TOLD = 3;

function tellColumn({ bounds, counts }: HeatCells, index: number, unit: string): string {
  const present = bounds
    .map((bound, i) => ({ bound, count: counts[i][index] ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count);
  if (present.length === 0) return 'nothing observed';
  const told = present
    .slice(0, TOLD)
    .map(({ bound, count }) => `${formatValue('', count)} up to ${boundText(bound, unit)}`);
  return told.join(', ');
}

function boundText(bound: string, unit: string): string {
  if (bound === '+Inf') return '∞';
  const value = Number(bound);
  return Number.isNaN(value) ? bound : formatValue(unit, value);
}

function summarise({ title, rangeWords, cells, unit }: HeatmapProps): string {
  const totals = cells.counts.map((row) => row.reduce<number>((sum, count) => sum + (count ?? 0), 0));
  const most = totals.indexOf(Math.max(0, ...totals));
  const range = `${title}, ${rangeWords}: ${cells.bounds.length} buckets`;
  if (cells.max === 0 || most === -1) return `${range}, nothing observed.`;
  return `${range}; most observations up to ${boundText(cells.bounds[most], unit)}.`;
}
