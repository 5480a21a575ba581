import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { createChart } from './chart.ts';
import type { Chart, ChartContent, ChartCursor, ChartLook } from './chart.ts';
import { readChartTheme, watchTheme } from './chart-theme.ts';

/** What a chart component hands to {@link useChart}. */
export interface ChartInput extends ChartContent {
  readonly look: ChartLook;
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
  const newest = useRef(input);
  newest.current = input;
  const { columns, look, marks, exemplars, isolated } = input;
  const lines = useMemo(
    () => columns.series.map(({ name, axis, isBaseline }) => ({ name, axis, isBaseline })),
    [columns],
  );
  // A chart is made anew where any of this is another.
  const shape = useMemo(() => JSON.stringify([lines, look, themeVersion]), [lines, look, themeVersion]);

  useEffect(() => watchTheme(() => setThemeVersion((version) => version + 1)), []);
  useLayoutEffect(() => {
    const element = container.current;
    if (element === null) return;
    const create = (widthPx: number): Chart => {
      const { lineOf } = newest.current;
      const options = {
        look,
        theme: readChartTheme(),
        lines: lines.map((line) => ({ ...line, line: lineOf(line.name) })),
        // Charts that follow another one only show where it points: drawing their words anew would cost a frame.
        onCursor: (next: ChartCursor | undefined) => setCursor(next?.by === 'sync' ? undefined : next),
        onZoom: (startMs: number, endMs: number) => newest.current.onZoom(startMs, endMs),
      };
      return createChart(element, widthPx, options, newest.current);
    };
    // The observer tells the width when the page has been laid out, also the first one: whoever asks for it
    // lays out the page once for each chart.
    const observer = new ResizeObserver(([{ contentRect }]) => {
      if (chart.current === null) chart.current = create(contentRect.width);
      else chart.current.resize(contentRect.width);
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      chart.current?.destroy();
      chart.current = null;
      setCursor(undefined);
    };
  }, [shape]);
  useLayoutEffect(() => chart.current?.show(newest.current), [columns, marks, exemplars, isolated]);
  return { cursor, chart };
}
