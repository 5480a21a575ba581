import type { TraceSummary } from '@telltale/station/contract';
import type { JSX, TargetedPointerEvent } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatMoment, formatTimeTicks } from '../../../format/times.ts';
import { useGo, useHref } from '../../../navigation/links.ts';
import { useTime } from '../../../navigation/time.tsx';
import { readChartTheme, watchTheme } from '../../../panels/time-series/chart-theme.ts';
import { lineOf } from '../../../format/printable.ts';
import { formatMs } from '../trace/span-time.ts';
import { durationScale, durationTicks, heightOf, nearestPoint, scatterPoints } from './scatter-points.ts';
import type { DurationScale, ScatterPoint } from './scatter-points.ts';

const HEIGHT_PX = 150;
const POINT_PX = 3.5;
const REACH_PX = 24;
/** Less is a click. */
const DRAG_PX = 8;
const TIME_TICKS = 4;

/** Traces by begin and duration. A click or Enter opens one, dragging shows less time, arrow keys go from one to the next. */
export function Scatter({ traces }: { readonly traces: readonly TraceSummary[] }): JSX.Element {
  const { window, zoom } = useTime();
  const go = useGo();
  const hrefOf = useHref();
  const scale = useMemo(() => durationScale(traces), [traces]);
  const points = useMemo(() => scatterPoints(traces, window, scale), [traces, window, scale]);
  const [at, setAt] = useState<ScatterPoint | undefined>(undefined);
  const [drag, setDrag] = useState<{ readonly from: number; readonly to: number } | undefined>(undefined);
  const canvas = useRef<HTMLCanvasElement>(null);
  useDrawnPoints(canvas, points, scale);
  const open = (point: ScatterPoint | undefined): void => {
    if (point) go(hrefOf({ page: 'traces', id: point.trace.traceId }));
  };
  const failed = traces.filter(({ errors }) => errors > 0).length;
  const longest = traces.reduce((most, { durationMs }) => Math.max(most, durationMs), 0);
  const words = `${traces.length} traces by begin and duration, ${failed} with errors, the longest ${formatMs(longest)}`;
  const timeOf = (share: number): number => window.startMs + share * (window.endMs - window.startMs);
  const shown = at && points.find(({ trace }) => trace.traceId === at.trace.traceId);
  return (
    <figure class="scatter card">
      <div class="scatter-heights" aria-hidden="true">
        {durationTicks(scale).map((tick) => (
          <span key={tick} style={{ top: `${heightOf(tick, scale) * 100}%` }}>
            {formatMs(tick)}
          </span>
        ))}
      </div>
      <div
        class="scatter-plot"
        role="application"
        tabIndex={0}
        aria-label={`${words}. Arrow keys go from one to the next, Enter opens it.`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          const { x, width } = placeIn(event);
          setDrag({ from: x / width, to: x / width });
        }}
        onPointerMove={(event) => {
          const place = placeIn(event);
          if (drag) setDrag({ ...drag, to: place.x / place.width });
          setAt(nearestPoint(points, place, place, REACH_PX));
        }}
        onPointerUp={(event) => {
          const { width } = placeIn(event);
          if (drag && Math.abs(drag.to - drag.from) * width >= DRAG_PX)
            zoom(timeOf(drag.from), timeOf(drag.to));
          else open(shown);
          setDrag(undefined);
        }}
        onPointerLeave={() => setAt(undefined)}
        onPointerCancel={() => setDrag(undefined)}
        onBlur={() => setAt(undefined)}
        onKeyDown={(event) => {
          const next = pointAfter(event.key, points, shown);
          if (event.key === 'Enter') open(shown);
          else if (next) setAt(next);
          else return;
          event.preventDefault();
        }}
      >
        <canvas ref={canvas} class="scatter-picture" height={HEIGHT_PX} aria-hidden="true" />
        {drag && (
          <span
            class="scatter-drag"
            style={{
              left: `${Math.min(drag.from, drag.to) * 100}%`,
              width: `${Math.abs(drag.to - drag.from) * 100}%`,
            }}
          />
        )}
        {shown && <PointedAt point={shown} />}
      </div>
      <TimeTicks startMs={window.startMs} endMs={window.endMs} />
    </figure>
  );
}

function PointedAt({ point: { trace, x, y } }: { readonly point: ScatterPoint }): JSX.Element {
  return (
    <>
      <span class="scatter-at" style={{ left: `${x * 100}%`, top: `${y * 100}%` }} />
      <span class={x > 0.5 ? 'scatter-words is-before' : 'scatter-words'} role="status">
        {wordsOf(trace)}
      </span>
    </>
  );
}

function TimeTicks(props: { readonly startMs: number; readonly endMs: number }): JSX.Element {
  const distanceMs = (props.endMs - props.startMs) / TIME_TICKS;
  const ticks = Array.from({ length: TIME_TICKS }, (_, index) => props.startMs + index * distanceMs);
  const labels = formatTimeTicks(ticks, distanceMs);
  return (
    <div class="scatter-times" aria-hidden="true">
      {ticks.map((tick, index) => (
        <span key={tick}>{labels[index]}</span>
      ))}
    </div>
  );
}

function wordsOf({ service, operation, durationMs, startMs, errors }: TraceSummary): string {
  const failed = errors > 0 ? `, ${errors} failed` : '';
  return `${lineOf(service)}: ${lineOf(operation)}, ${formatMs(durationMs)}, ${formatMoment(startMs, Date.now())}${failed}`;
}

function placeIn(event: TargetedPointerEvent<HTMLElement>) {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top, width: width || 1, height };
}

function pointAfter(
  key: string,
  points: readonly ScatterPoint[],
  at: ScatterPoint | undefined,
): ScatterPoint | undefined {
  const index = at ? points.indexOf(at) : -1;
  if (key === 'ArrowRight') return points.at(Math.min(points.length - 1, index + 1));
  if (key === 'ArrowLeft') return points.at(index === -1 ? -1 : Math.max(0, index - 1));
  if (key === 'Home') return points.at(0);
  return key === 'End' ? points.at(-1) : undefined;
}

/** Draws the points anew for others, another width or another theme. */
function useDrawnPoints(
  canvas: { readonly current: HTMLCanvasElement | null },
  points: readonly ScatterPoint[],
  scale: DurationScale,
): void {
  useEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    const redraw = (): void => drawPoints(element, points, scale);
    const observer = new ResizeObserver(redraw);
    observer.observe(element);
    const unwatch = watchTheme(redraw);
    return () => {
      observer.disconnect();
      unwatch();
    };
  }, [points, scale]);
}

/** Those that failed are triangles, so that colour alone tells nothing. */
function drawPoints(canvas: HTMLCanvasElement, points: readonly ScatterPoint[], scale: DurationScale): void {
  const context = canvas.getContext('2d');
  const widthPx = canvas.clientWidth;
  if (context === null || widthPx === 0) return;
  const theme = readChartTheme();
  canvas.width = widthPx * devicePixelRatio;
  canvas.height = HEIGHT_PX * devicePixelRatio;
  context.scale(devicePixelRatio, devicePixelRatio);
  context.strokeStyle = theme.grid;
  for (const tick of durationTicks(scale)) {
    const top = Math.round(heightOf(tick, scale) * HEIGHT_PX) + 0.5;
    context.beginPath();
    context.moveTo(0, top);
    context.lineTo(widthPx, top);
    context.stroke();
  }
  const failedLast = [...points].sort((a, b) => Math.sign(a.trace.errors) - Math.sign(b.trace.errors));
  for (const { trace, x, y } of failedLast) {
    const [left, top] = [x * widthPx, y * HEIGHT_PX];
    context.beginPath();
    if (trace.errors > 0) {
      context.fillStyle = theme.severity.critical;
      context.moveTo(left, top - POINT_PX * 1.4);
      context.lineTo(left + POINT_PX * 1.3, top + POINT_PX);
      context.lineTo(left - POINT_PX * 1.3, top + POINT_PX);
    } else {
      context.fillStyle = `color-mix(in srgb, ${theme.series[0]} 70%, transparent)`;
      context.arc(left, top, POINT_PX, 0, Math.PI * 2);
    }
    context.fill();
  }
}
