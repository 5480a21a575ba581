import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { AlignedColumns } from '../../data/aligned-columns.ts';
import type { QueryWindow } from '../../data/time-range.ts';
import { createChart } from './chart.ts';
import type { Chart, ChartCursor } from './chart.ts';
import { readChartTheme, watchTheme } from './chart-theme.ts';

/** What a chart component hands to {@link useChart}. */
export interface ChartInput {
  readonly columns: AlignedColumns;
  readonly window: QueryWindow;
  readonly unit: string;
  readonly threshold: number | undefined;
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
  const names = input.columns.series.map((series) => series.name);

  useEffect(() => watchTheme(() => setThemeVersion((version) => version + 1)), []);
  useEffect(() => {
    const element = container.current;
    if (element === null) return;
    const created = createChart(element, {
      unit: input.unit,
      threshold: input.threshold,
      theme: readChartTheme(element),
      lines: names.map((name) => ({ name, line: input.lineOf(name) })),
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
      setCursor(undefined);
    };
  }, [names.join('\n'), input.unit, input.threshold, themeVersion]);
  useEffect(
    () => chart.current?.setData(input.columns, input.window),
    [input.columns, names.join('\n'), input.unit, input.threshold, themeVersion],
  );
  useEffect(
    () => chart.current?.isolate(input.isolated),
    [input.isolated, names.join('\n'), input.unit, input.threshold, themeVersion],
  );
  return { cursor, chart };
}
