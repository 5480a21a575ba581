import type { JSX, TargetedPointerEvent } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { colourOf } from '../../../design/colours.ts';
import { readChartTheme, watchTheme } from '../../../panels/time-series/chart-theme.ts';
import type { ChartTheme } from '../../../panels/time-series/chart-theme.ts';
import { WHOLE, minimapBars, scaleSlice, shiftSlice, sliceBetween } from './minimap-bars.ts';
import type { TimeSlice } from './minimap-bars.ts';
import { formatMs } from './span-time.ts';
import type { TraceTree } from './span-tree.ts';

const HEIGHT_PX = 56;
const LINE_PX = 2;
const STEP = 0.1;

/** All spans of a trace in a small picture; dragging over it, or keys, choose the time that the waterfall shows. */
export function Minimap(props: {
  readonly tree: TraceTree;
  readonly slice: TimeSlice;
  readonly onSlice: (slice: TimeSlice) => void;
}): JSX.Element {
  const { tree, slice, onSlice } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | undefined>(undefined);
  useDrawn(canvas, tree);
  const shown = drag === undefined ? slice : sliceBetween(drag.from, drag.to);
  const isWhole = shown.from === 0 && shown.to === 1;
  const words = `${formatMs(shown.from * tree.durationMs)} to ${formatMs(shown.to * tree.durationMs)}`;
  return (
    <div
      class="trace-minimap"
      role="slider"
      tabIndex={0}
      aria-label="Time shown of the trace"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(((shown.from + shown.to) / 2) * 100)}
      aria-valuetext={isWhole ? 'All of it' : words}
      title="Drag to choose a time; + and - change it, arrow keys move it, Esc shows all"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        setDrag({ from: placeOf(event), to: placeOf(event) });
      }}
      onPointerMove={(event) => drag && setDrag({ ...drag, to: placeOf(event) })}
      onPointerUp={() => {
        if (drag) onSlice(sliceBetween(drag.from, drag.to));
        setDrag(undefined);
      }}
      onPointerCancel={() => setDrag(undefined)}
      onKeyDown={(event) => {
        const next = sliceAfter(event.key, slice);
        if (next === undefined) return;
        event.preventDefault();
        onSlice(next);
      }}
    >
      <canvas ref={canvas} class="trace-minimap-picture" height={HEIGHT_PX} aria-hidden="true" />
      {!isWhole && (
        <>
          <span class="trace-minimap-shade" style={{ left: 0, width: `${shown.from * 100}%` }} />
          <span class="trace-minimap-shade" style={{ right: 0, width: `${(1 - shown.to) * 100}%` }} />
        </>
      )}
    </div>
  );
}

function sliceAfter(key: string, slice: TimeSlice): TimeSlice | undefined {
  switch (key) {
    case 'ArrowLeft':
      return shiftSlice(slice, -STEP);
    case 'ArrowRight':
      return shiftSlice(slice, STEP);
    case '+':
    case 'ArrowUp':
      return scaleSlice(slice, 0.5);
    case '-':
    case 'ArrowDown':
      return scaleSlice(slice, 2);
    case 'Escape':
      return slice.from === 0 && slice.to === 1 ? undefined : WHOLE;
    default:
      return undefined;
  }
}

function placeOf(event: TargetedPointerEvent<HTMLElement>): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return width === 0 ? 0 : (event.clientX - left) / width;
}

/** Draws the picture anew for another trace, width or theme. */
function useDrawn(canvas: { readonly current: HTMLCanvasElement | null }, tree: TraceTree): void {
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const redraw = (): void => draw(element, tree, readChartTheme());
    const observer = new ResizeObserver(redraw);
    observer.observe(element);
    const unwatch = watchTheme(redraw);
    return () => {
      observer.disconnect();
      unwatch();
    };
  }, [tree]);
}

function draw(canvas: HTMLCanvasElement, tree: TraceTree, theme: ChartTheme): void {
  const context = canvas.getContext('2d');
  const widthPx = canvas.clientWidth;
  if (context === null || widthPx === 0) return;
  canvas.width = widthPx * devicePixelRatio;
  canvas.height = HEIGHT_PX * devicePixelRatio;
  context.scale(devicePixelRatio, devicePixelRatio);
  const lines = HEIGHT_PX / LINE_PX;
  const bars = minimapBars(tree, lines);
  const stepPx = Math.min(6, HEIGHT_PX / Math.min(lines, bars.length));
  for (const { from, to, line, service, isError } of bars) {
    context.fillStyle = isError ? theme.severity.critical : theme.series[colourOf(service) - 1];
    context.fillRect(
      from * widthPx,
      line * stepPx,
      Math.max(1, (to - from) * widthPx),
      Math.max(1, stepPx - 1),
    );
  }
}
