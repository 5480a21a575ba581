import type { Annotation } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { formatMoment, formatStretch, formatTimeTicks } from '../../format/times.ts';
import { barPath, describeBars } from './histogram-bars.ts';
import type { LogBar } from './histogram-bars.ts';
import { LOG_LEVELS } from '../../format/log-level.ts';

/** What a histogram shows. */
export interface LogHistogramProps {
  readonly bars: readonly LogBar[];
  /** Such as `last hour`. */
  readonly rangeWords: string;
  /** What happened meanwhile. */
  readonly marks: readonly Annotation[];
  readonly onZoom: (startMs: number, endMs: number) => void;
}

/** Bars that are chosen, by their places; the first may be after the last. */
interface Chosen {
  readonly from: number;
  readonly to: number;
  readonly by: 'pointer' | 'keys';
}

/** Lines over time by level. Dragging, or the arrow keys with Shift, choose a part; letting go, or Enter, shows it. */
export function LogHistogram(props: LogHistogramProps): JSX.Element {
  const { bars, onZoom } = props;
  const plot = useRef<HTMLDivElement>(null);
  const dragged = useRef<number | undefined>(undefined);
  const [chosen, setChosen] = useState<Chosen | undefined>(undefined);
  const paths = useMemo(() => LOG_LEVELS.map((level) => [level, barPath(bars, level)] as const), [bars]);
  const summary = describeBars(bars, props.rangeWords, (atMs) => formatMoment(atMs, Date.now()));
  const barAt = (clientX: number): number => {
    const box = plot.current?.getBoundingClientRect();
    if (box === undefined || box.width === 0) return 0;
    return clamp(Math.floor(((clientX - box.left) / box.width) * bars.length), bars.length);
  };
  const zoom = ({ from, to }: Chosen): void => {
    const [first, last] = from < to ? [from, to] : [to, from];
    setChosen(undefined);
    if (bars[first] && bars[last]) onZoom(bars[first].startMs, bars[last].endMs);
  };
  return (
    <div class="log-histogram">
      <span class="log-histogram-most" aria-hidden="true">
        {Math.max(0, ...bars.map(({ total }) => total)).toLocaleString('en-GB')}
      </span>
      <div
        ref={plot}
        class="log-histogram-plot"
        role="group"
        tabIndex={0}
        aria-label={summary}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          dragged.current = barAt(event.clientX);
        }}
        onPointerMove={(event) => {
          const to = barAt(event.clientX);
          setChosen({ from: dragged.current ?? to, to, by: 'pointer' });
        }}
        onPointerLeave={() => {
          if (dragged.current === undefined) setChosen(undefined);
        }}
        onPointerUp={(event) => {
          const from = dragged.current;
          dragged.current = undefined;
          if (from !== undefined) zoom({ from, to: barAt(event.clientX), by: 'pointer' });
        }}
        onPointerCancel={() => (dragged.current = undefined)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && chosen !== undefined) zoom(chosen);
          const next = movedBy(event, chosen, bars.length);
          if (next === 'stay') return;
          event.preventDefault();
          setChosen(next);
        }}
        onBlur={() => setChosen(undefined)}
      >
        <svg viewBox={`0 0 ${bars.length} 1`} preserveAspectRatio="none" aria-hidden="true">
          {paths.map(([level, path]) => path !== '' && <path key={level} class={`fill-${level}`} d={path} />)}
        </svg>
        <Marks marks={props.marks} bars={bars} />
        {chosen !== undefined && <ChosenPart chosen={chosen} bars={bars} />}
      </div>
      <TimeAxis bars={bars} />
      <div class="visually-hidden" aria-live="polite">
        {chosen?.by === 'keys' ? tellPart(chosen, bars) : ''}
      </div>
    </div>
  );
}

function ChosenPart({
  chosen,
  bars,
}: {
  readonly chosen: Chosen;
  readonly bars: readonly LogBar[];
}): JSX.Element {
  const first = Math.min(chosen.from, chosen.to);
  const last = Math.max(chosen.from, chosen.to);
  const left = (first / bars.length) * 100;
  const width = ((last - first + 1) / bars.length) * 100;
  const isEnd = left > 50;
  return (
    <>
      <div class="log-histogram-chosen" style={{ left: `${left}%`, width: `${width}%` }} />
      <div
        class="log-histogram-tip"
        style={
          isEnd ? { right: `${100 - left}%`, left: 'auto' } : { left: `${left + width}%`, right: 'auto' }
        }
      >
        {tellPart(chosen, bars)}
      </div>
    </>
  );
}

function Marks({ marks, bars }: Pick<LogHistogramProps, 'marks' | 'bars'>): JSX.Element {
  const startMs = bars[0]?.startMs ?? 0;
  const spanMs = Math.max(1, (bars.at(-1)?.endMs ?? 1) - startMs);
  return (
    <>
      {marks.map(({ id, kind, title, atMs }) => {
        const percent = ((atMs - startMs) / spanMs) * 100;
        if (percent < 0 || percent > 100) return null;
        const words = `${title}, ${formatMoment(atMs, Date.now())}`;
        return (
          <span
            key={id}
            class={`log-mark is-${kind}`}
            style={{ left: `${percent}%` }}
            role="img"
            aria-label={words}
            title={words}
          />
        );
      })}
    </>
  );
}

const TICKS = 4;

function TimeAxis({ bars }: { readonly bars: readonly LogBar[] }): JSX.Element {
  const startMs = bars[0]?.startMs ?? 0;
  const endMs = bars.at(-1)?.endMs ?? 0;
  const distance = (endMs - startMs) / TICKS;
  const ticks = Array.from({ length: TICKS + 1 }, (_, i) => startMs + i * distance);
  return (
    <div class="log-histogram-axis" aria-hidden="true">
      {formatTimeTicks(ticks, distance).map((text, i) => (
        <span key={ticks[i]}>{text}</span>
      ))}
    </div>
  );
}

/** The same numbers as a table. */
export function HistogramTable({ bars }: { readonly bars: readonly LogBar[] }): JSX.Element {
  const levels = LOG_LEVELS.filter((level) => bars.some(({ counts }) => (counts.get(level) ?? 0) > 0));
  const filled = bars.filter(({ total }) => total > 0);
  return (
    <div class="log-histogram-table" tabIndex={0} role="region" aria-label="Lines over time">
      <table>
        <thead>
          <tr>
            {['From', 'Lines', ...levels].map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {filled.toReversed().map(({ startMs, total, counts }) => (
            <tr key={startMs}>
              <th scope="row">{formatMoment(startMs, Date.now())}</th>
              <td>{total.toLocaleString('en-GB')}</td>
              {levels.map((level) => (
                <td key={level}>{(counts.get(level) ?? 0).toLocaleString('en-GB')}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function tellPart({ from, to }: Chosen, bars: readonly LogBar[]): string {
  const part = bars.slice(Math.min(from, to), Math.max(from, to) + 1);
  if (part.length === 0) return '';
  const levels = LOG_LEVELS.flatMap((level) => {
    const count = part.reduce((sum, { counts }) => sum + (counts.get(level) ?? 0), 0);
    return count === 0 ? [] : [`${count.toLocaleString('en-GB')} ${level}`];
  });
  const time = formatStretch(part[0].startMs, part[part.length - 1].endMs, Date.now());
  return `${time}: ${levels.length === 0 ? 'no lines' : levels.join(', ')}`;
}

/** What is chosen after a key; `stay` where the key means nothing. */
function movedBy(
  { key, shiftKey }: KeyboardEvent,
  chosen: Chosen | undefined,
  length: number,
): Chosen | undefined | 'stay' {
  if (key === 'Escape' && chosen !== undefined) return undefined;
  const at = chosen?.to ?? length;
  const places: Readonly<Record<string, number>> = {
    ArrowLeft: at - 1,
    ArrowRight: chosen === undefined ? 0 : at + 1,
    Home: 0,
    End: length - 1,
  };
  if (!Object.hasOwn(places, key)) return 'stay';
  const to = clamp(places[key], length);
  return { from: shiftKey ? (chosen?.from ?? to) : to, to, by: 'keys' };
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}
