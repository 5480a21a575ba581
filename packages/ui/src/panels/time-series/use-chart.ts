import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AlignedColumns } from '../../data/aligned-columns.ts';
import type { QueryWindow } from '../../data/time-range.ts';
import { createChart } from './chart.ts';
import type { Chart, ChartCursor, ChartLook } from './chart.ts';
import type { ChartMark } from './mark-lines.ts';
import { readChartTheme, watchTheme } from './chart-theme.ts';

/** What a chart component hands to {@link useChart}. */
export interface ChartInput {
  readonly columns: AlignedColumns;
  readonly window: QueryWindow;
  readonly look: ChartLook;
  readonly marks: readonly ChartMark[];
  readonly isolated: string | undefined;
  readonly lineOf: (name: string) => number;
  readonly onZoom: (startMs: number, endMs: number) => void;
}

/** Keeps a chart inside `container` that shows `input`; returns where the reader points, and the chart. */
export function useChart(
  container: RefObject<HTMLElement | null>,
  input: ChartInput,
): { readonly cursor: ChartCursor | undefined; readonly chart: RefObject<Chart | null> } {
  const [cursor, setCursor] = useState<ChartCursor | undefined>(undefined);
  const [themeVersion, setThemeVersion] = useState(0);
  const chart = useRef<Chart>(null);
  const onZoom = useRef(input.onZoom);
  onZoom.current = input.onZoom;
  const lines = input.columns.series.map(({ name, axis, isBaseline }) => ({ name, axis, isBaseline }));
  // A chart is made anew where any of this is another.
  const shape = JSON.stringify([lines, input.look, themeVersion]);

  useEffect(() => watchTheme(() => setThemeVersion((version) => version + 1)), []);
  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const created = createChart(element, {
      look: input.look,
      theme: readChartTheme(element),
      lines: lines.map((line) => ({ ...line, line: input.lineOf(line.name) })),
      // Charts that follow another one only show where it points: drawing their words anew would cost a frame.
      onCursor: (next) => setCursor(next?.by === 'sync' ? undefined : next),
      onZoom: (startMs, endMs) => onZoom.current(startMs, endMs),
    });
    chart.current = created;
    const observer = new ResizeObserver(() => created.resize(element.clientWidth));
    observer.observe(element);
    return () => {
      observer.disconnect();
      created.destroy();
      chart.current = null;
      setCursor(undefined);
    };
  }, [shape]);
  useEffect(() => chart.current?.setData(input.columns, input.window), [input.columns, shape]);
  useEffect(() => chart.current?.setMarks(input.marks), [input.marks, shape]);
  useEffect(() => chart.current?.isolate(input.isolated), [input.isolated, shape]);
  return { cursor, chart };
}
