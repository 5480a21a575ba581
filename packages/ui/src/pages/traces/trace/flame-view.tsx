import type { JSX } from 'preact';
import { useMemo, useRef, useState } from 'preact/hooks';
import { colourOf } from '../../../design/colours.ts';
import { TooMuch } from '../../../design/too-much.tsx';
import { formatValue } from '../../../format/units.ts';
import { useUrlState } from '../../../navigation/url-state.ts';
import { lineOf } from '../../../format/printable.ts';
import { framesOf, placeFrames } from './flame.ts';
import type { Frame, PlacedFrame } from './flame.ts';
import { formatMs } from './span-time.ts';
import type { TraceTree } from './span-tree.ts';
import { traceCodec } from './view-state.ts';

const ROW_PX = 24;
/** Narrower frames could not be pointed at. */
const LEAST = 0.002;
const ROWS = 60;

/** Operations below those that called them, as wide as the time that was spent in them. */
export function FlameView({ tree }: { readonly tree: TraceTree }): JSX.Element {
  const [state, setState] = useUrlState(traceCodec);
  const frames = useMemo(() => framesOf(tree), [tree]);
  const top = frames.find(({ key }) => key === state.frame) ?? frames[0];
  const placed = useMemo(() => placeFrames(top, { least: LEAST, rows: ROWS }), [top]);
  const box = useRef<HTMLDivElement>(null);
  const [focused, setFocused] = useState('');
  const reachable = placed.some(({ frame }) => frame.key === focused) ? focused : top.key;
  const zoom = (frame: Frame | undefined): void => setState({ ...state, frame: frame?.key ?? '' }, 'push');
  const focusOn = (frame: Frame | undefined): void => {
    if (frame === undefined) return;
    setFocused(frame.key);
    box.current?.querySelector<HTMLElement>(`[data-frame="${frame.key}"]`)?.focus();
  };
  const rows = placed.reduce((most, { row }) => Math.max(most, row + 1), 1);
  const isCut = placed.some(({ row, frame }) => row === ROWS - 1 && frame.children.length > 0);
  return (
    <>
      <div class="trace-tools">
        <p class="section-note">
          As wide as the time spent in an operation and below it; operations called the same way stand
          together. Click or press Enter to enlarge one.
        </p>
        {top.parent && (
          <button type="button" class="button" onClick={() => zoom(undefined)}>
            Show all
          </button>
        )}
      </div>
      {isCut && (
        <TooMuch title={`The first ${ROWS} levels are shown`}>Enlarge a frame to see those below it.</TooMuch>
      )}
      <div
        ref={box}
        class="flame"
        role="group"
        aria-label="Flame graph"
        style={{ height: `${rows * ROW_PX}px` }}
        onKeyDown={(event) => {
          const at = placed.find(({ frame }) => frame.key === reachable);
          if (!at) return;
          if (event.key === 'Escape' && top.parent) zoom(undefined);
          else if (event.key.startsWith('Arrow')) focusOn(neighbour(event.key, at, placed)?.frame);
          else return;
          event.preventDefault();
        }}
      >
        {placed.map((one) => (
          <FrameButton
            key={one.frame.key}
            placed={one}
            wholeMs={frames[0].totalMs}
            isFocusable={one.frame.key === reachable}
            onFocus={() => setFocused(one.frame.key)}
            onZoom={() => zoom(one.frame)}
          />
        ))}
      </div>
    </>
  );
}

function FrameButton(props: {
  readonly placed: PlacedFrame;
  readonly wholeMs: number;
  readonly isFocusable: boolean;
  readonly onFocus: () => void;
  readonly onZoom: () => void;
}): JSX.Element {
  const { frame, from, width, row } = props.placed;
  const isAll = frame.parent === undefined;
  const name = isAll ? 'All' : lineOf(frame.operation) || '(no name)';
  const words = [
    isAll ? 'All spans' : `${name} of ${lineOf(frame.service)}`,
    `${formatMs(frame.totalMs)} in all (${formatValue('ratio', frame.totalMs / (props.wholeMs || 1))})`,
    ...(isAll ? [] : [`${formatMs(frame.selfMs)} of its own`, `${frame.count} spans`]),
    ...(frame.errors > 0 ? [`${frame.errors} failed`] : []),
  ].join(', ');
  return (
    <button
      type="button"
      data-frame={frame.key}
      class={`flame-frame series-${isAll ? 8 : colourOf(frame.service)}${frame.errors > 0 ? ' is-failed' : ''}`}
      style={{ left: `${from * 100}%`, width: `${width * 100}%`, top: `${row * ROW_PX}px` }}
      title={words}
      aria-label={words}
      tabIndex={props.isFocusable ? 0 : -1}
      onFocus={props.onFocus}
      onClick={props.onZoom}
    >
      {width > 0.03 && name}
    </button>
  );
}

/** The frame that an arrow key leads to: above, the widest below, or beside in the same row. */
function neighbour(key: string, at: PlacedFrame, placed: readonly PlacedFrame[]): PlacedFrame | undefined {
  if (key === 'ArrowUp') return placed.find(({ frame }) => frame === at.frame.parent);
  if (key === 'ArrowDown') return placed.find(({ frame }) => frame.parent === at.frame);
  const row = placed.filter((one) => one.row === at.row).sort((a, b) => a.from - b.from);
  return row.at(Math.max(0, row.indexOf(at) + (key === 'ArrowRight' ? 1 : -1)));
}
